"""A small OpenID Connect provider on a port of its own, over TLS, that can be told to lie.

It keeps to OpenID Connect Core 1.0 (code flow, RS256, PKCE S256, client_secret_post) unless `fault`
names what it does wrong.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import ipaddress
import json
import secrets
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

CLIENT, SECRET = "civic-twin", "a-secret-between-the-two"
PERSON = {"sub": "person-7", "email": "ana@city.example", "email_verified": True, "name": "Ana"}


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """(certificate, key) of 127.0.0.1, signed by itself, as PEM files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    hosts = [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, secret


def over_tls(server: Any, certificate: Path, key: Path) -> None:
    """Let a socket server speak TLS; each thread shakes hands for itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )


class IdentityService:
    """What it knows, what it was asked, and how it lies."""

    def __init__(self) -> None:
        self.keys = {"right": _key(), "other": _key()}
        self.address = ""
        self.fault = ""
        self.level = "2"
        self.asked: dict[str, str] = {}
        self.codes: dict[str, dict[str, str]] = {}

    def description(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": "https://elsewhere.example" if self.fault == "description" else self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def public_keys(self) -> dict[str, Any]:
        """The JWKS, with the right key only."""
        jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.keys["right"].public_key()))
        return {"keys": [{**jwk, "kid": "right", "use": "sig", "alg": "RS256"}]}

    def decide(self, code: str) -> str:
        """Where the browser goes once the person has agreed (or turned back)."""
        asked = self.codes[code]
        answer = {"state": asked["state"], "code": code}
        if self.fault == "cancelled":
            answer = {"state": asked["state"], "error": "access_denied"}
        if self.fault == "state":
            answer["state"] = "of-somebody-else"
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def tokens(self, form: dict[str, str]) -> dict[str, Any] | None:
        """The token endpoint's answer; None refuses (wrong secret, code, address or verifier)."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or form.get("client_secret") != SECRET:
            return None
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        same = form.get("redirect_uri") == asked["redirect_uri"]
        if not same or challenge != asked.get("code_challenge"):
            return None
        token = self.sign(self.claims(asked))
        return {"access_token": "access", "token_type": "Bearer", "id_token": token}

    def claims(self, asked: dict[str, str]) -> dict[str, Any]:
        """The ID token's claims, wrong where `fault` says so."""
        now = int(time.time())
        right = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": PERSON["sub"],
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce", ""),
            "acr": self.level,
        }
        wrong: dict[str, dict[str, Any]] = {
            "issuer": {"iss": "https://elsewhere.example"},
            "audience": {"aud": "another-site"},
            "nonce": {"nonce": "of-another-sign-in"},
            "expired": {"iat": now - 900, "exp": now - 600},
        }
        return right | wrong.get(self.fault, {})

    def sign(self, claims: dict[str, Any]) -> str:
        """As a JWT."""
        if self.fault == "unsigned":
            return jwt.encode(claims, None, algorithm="none", headers={"kid": "right"})
        if self.fault == "shared secret":
            return jwt.encode(claims, SECRET * 2, algorithm="HS256", headers={"kid": "right"})
        kid = "other" if self.fault == "unknown key" else "right"
        key = self.keys["other" if self.fault in ("unknown key", "forged") else "right"]
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid})

    def userinfo(self) -> dict[str, Any]:
        """Who signed in."""
        if self.fault == "subject":
            return {**PERSON, "sub": "somebody-else"}
        if self.fault == "no address":
            return {name: value for name, value in PERSON.items() if "email" not in name}
        return PERSON


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class _Handler(BaseHTTPRequestHandler):
    service: IdentityService

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Discovery, keys, userinfo, and the page where a person agrees."""
        parts, service = urlsplit(self.path), self.service
        asked = dict(parse_qsl(parts.query))
        if parts.path == "/authorize":
            code = secrets.token_urlsafe(16)
            service.asked = service.codes[code] = asked
            page = (
                f'<form action="/agreed"><button name="code" value="{code}">Go on</button></form>'
            )
            self._answer(200, page.encode(), "text/html")
        elif parts.path == "/agreed":
            self.send_response(302)
            self.send_header("Location", service.decide(parse_qs(parts.query)["code"][0]))
            self.end_headers()
        else:
            found = {
                "/.well-known/openid-configuration": service.description,
                "/keys": service.public_keys,
                "/userinfo": service.userinfo,
            }[parts.path]()
            self._answer(200, json.dumps(found).encode(), "application/json")

    def do_POST(self) -> None:
        """The token endpoint."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        found = self.service.tokens(dict(parse_qsl(body)))
        status = 400 if found is None else 200
        self._answer(status, json.dumps(found or {"error": "x"}).encode(), "application/json")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running(certificate: Path, key: Path) -> Iterator[IdentityService]:
    """The service, up on a free port."""
    service = IdentityService()
    handler = type("Handler", (_Handler,), {"service": service})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        over_tls(server, certificate, key)
        service.address = f"https://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield service
        server.shutdown()
