"""An authority of time of one's own (RFC 3161), for tests: it signs what it is asked for."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.jobs.peers import Hook

SHA256 = {"algorithm": "sha256"}


class TimeAuthority:
    """A root certificate and a key that signs the time; ``answer`` is its whole service."""

    def __init__(self, now, name="云川时间戳"):
        self.now = now
        self._root_key = rsa.generate_private_key(65537, 2048)
        self._key = rsa.generate_private_key(65537, 2048)
        root = self._name(f"{name}根")
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        self.root = self._certificate(root, root, self._root_key, ca=True)
        self._leaf = self._certificate(self._name(name), root, self._key, usage=usage)

    @property
    def pem(self):
        """The root certificate, as an operator is given it."""
        return self.root.public_bytes(Encoding.PEM)

    @staticmethod
    def _name(words):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])

    def _certificate(self, subject, issuer, key, *, ca=False, usage=None):
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now - timedelta(days=400))
            .not_valid_after(self.now + timedelta(days=4000))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._root_key.public_key()),
                critical=False,
            )
        )
        if usage is not None:
            builder = builder.add_extension(usage, critical=True)
        return builder.sign(self._root_key, hashes.SHA256())

    def answer(self, request):
        """Return the answer to a request, DER: granted, with the time of this clock."""
        asked = tsp.TimeStampReq.load(request)
        info = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": "1.2.3.4.1",
                "message_imprint": asked["message_imprint"],
                "serial_number": 1,
                "gen_time": self.now,
                "nonce": asked["nonce"].native,
            }
        )
        leaf = asn1_x509.Certificate.load(self._leaf.public_bytes(Encoding.DER))
        attributes = self._signed_attributes(info, leaf)
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    "issuer_and_serial_number",
                    {"issuer": leaf.issuer, "serial_number": leaf.serial_number},
                ),
                "digest_algorithm": SHA256,
                "signed_attrs": attributes,
                "signature_algorithm": {"algorithm": "sha256_rsa"},
                "signature": self._key.sign(
                    attributes.untag().dump(), padding.PKCS1v15(), hashes.SHA256()
                ),
            }
        )
        content = {"content_type": "tst_info", "content": core.ParsableOctetString(info.dump())}
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [algos.DigestAlgorithm(SHA256)],
                "encap_content_info": content,
                "certificates": [leaf],
                "signer_infos": [signer],
            }
        )
        token = cms.ContentInfo({"content_type": "signed_data", "content": signed})
        return tsp.TimeStampResp(
            {"status": {"status": "granted"}, "time_stamp_token": token}
        ).dump()

    @staticmethod
    def _signed_attributes(info, leaf):
        return cms.CMSAttributes(
            [
                {"type": "content_type", "values": ["tst_info"]},
                {"type": "message_digest", "values": [hashlib.sha256(info.dump()).digest()]},
                {
                    "type": "signing_certificate_v2",
                    "values": [
                        {"certs": [{"cert_hash": hashlib.sha256(leaf.dump()).digest()}]}
                    ],
                },
            ]
        )


class TimeServer(Hook):
    """The authority behind an address of this machine."""

    def __init__(self, authority, *, status=200):
        super().__init__(status)
        self.authority = authority

    @property
    def answer(self):
        """What is sent back for the newest request."""
        return self.authority.answer(self.got[-1][2])

    @answer.setter
    def answer(self, value):
        """Ignore the fixed answer of other peers."""
