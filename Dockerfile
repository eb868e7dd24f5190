# 回应 huiying in one image: the server and its workers, or each alone (compose.yaml).
# The wheel is built as README says, then installed with the versions of the lock file.

FROM python:3.12-slim-bookworm AS build
WORKDIR /build
RUN apt-get update \
    && apt-get install -y --no-install-recommends make \
    && rm -rf /var/lib/apt/lists/*
COPY . .
RUN make wheel

FROM python:3.12-slim-bookworm
# A Chinese font for official documents, certificates for what the installation asks of others.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /var/lib/huiying huiying
# requirements-cluster.lock for a cluster (compose.yaml)
ARG LOCK=requirements.lock
COPY --from=build /build/requirements.lock /build/requirements-cluster.lock /build/dist/*.whl /tmp/huiying/
RUN python -m pip install --no-cache-dir --no-deps --require-hashes -r /tmp/huiying/$LOCK \
    && python -m pip install --no-cache-dir --no-deps /tmp/huiying/*.whl \
    && rm -rf /tmp/huiying \
    && install -d -o huiying -g huiying -m 700 /data
USER huiying
WORKDIR /data
ENV HUIYING_DATA_DIR=/data \
    HUIYING_LOG_FORMAT=json \
    PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["huiying"]
CMD ["up", "--host", "0.0.0.0"]
