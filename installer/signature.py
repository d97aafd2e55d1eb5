"""Who signed the interpreter: its Authenticode signature, read with osslsigncode.

The chain ends in a root that Linux systems do not carry. It is taken out of the signature itself and held
against the pinned fingerprint, so nothing is believed that was not written down before.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from installer import pins
from installer.inputs import InputError

TOOL = "osslsigncode"
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", re.DOTALL)


def check_signer(library: bytes) -> str:
    """Return what was seen, in words.

    Raises:
        InputError: there is a signature checker, and it does not see the Python Software Foundation's
        signature.
    """
    if shutil.which(TOOL) is None or shutil.which("openssl") is None:
        return (
            f"signature of python{pins.PYTHON_TAG}.dll not looked at ({TOOL} is missing); its hash is pinned"
        )
    with tempfile.TemporaryDirectory(prefix="batola-signature-") as scratch:
        file, signature, root = (Path(scratch) / name for name in ("python.dll", "signature.der", "root.pem"))
        file.write_bytes(library)
        _output(TOOL, "extract-signature", "-in", str(file), "-out", str(signature))
        chain = _output("openssl", "pkcs7", "-inform", "DER", "-in", str(signature), "-print_certs")
        root.write_text(_pinned_root(chain), encoding="ascii")
        seen = _output(
            TOOL, "verify", "-ignore-crl", "-CAfile", str(root), "-TSA-CAfile", str(root), "-in", str(file)
        )
    if pins.SIGNER not in seen or "Signature verification: ok" not in seen or "Succeeded" not in seen:
        raise InputError(
            f"python{pins.PYTHON_TAG}.dll is not signed by the Python Software Foundation:\n{seen[-2000:]}"
        )
    return (
        f"python{pins.PYTHON_TAG}.dll: signed by the Python Software Foundation, chain and time stamp checked"
    )


def _pinned_root(chain: str) -> str:
    for certificate in _CERTIFICATE.findall(chain):
        shown = subprocess.run(
            ["openssl", "x509", "-noout", "-fingerprint", "-sha256"],
            input=certificate, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        if shown.partition("=")[2].strip().replace(":", "").lower() == pins.SIGNER_ROOT_SHA256:
            return str(certificate)
    raise InputError("the signature does not end in the pinned root")


def _output(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
