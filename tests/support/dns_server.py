"""A small DNS server on loopback for tests: answers from a table, can fall silent, counts questions."""

from __future__ import annotations

import socket
import threading
from types import TracebackType

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

Table = dict[tuple[str, str], list[str]]


class DNSServer:
    """``records``: {("pbx.example", "SRV"): ["10 5 5060 a.pbx.example."]}; unknown names are NXDOMAIN.

    Attributes:
        is_silent: swallow every question, like a server that has died.
        questions: ("name", "TYPE") of each question heard.
    """

    def __init__(self, records: Table, *, ttl_s: int = 60) -> None:
        self.records = records
        self.ttl_s = ttl_s
        self.is_silent = False
        self.questions: list[tuple[str, str]] = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self._stopping = False
        self._thread = threading.Thread(target=self._serve, name="test-dns")

    @property
    def address(self) -> str:
        host, port = self._socket.getsockname()
        return f"{host}:{port}"

    def __enter__(self) -> DNSServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping = True
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while not self._stopping:
            try:
                data, source = self._socket.recvfrom(4096)
            except TimeoutError:
                continue
            query = dns.message.from_wire(data)
            question = query.question[0]
            name = question.name.to_text(omit_final_dot=True).lower()
            kind = dns.rdatatype.to_text(question.rdtype)
            self.questions.append((name, kind))
            if self.is_silent:
                continue
            response = dns.message.make_response(query)
            response.flags |= dns.flags.RA
            values = self.records.get((name, kind), [])
            if values:
                response.answer.append(dns.rrset.from_text(f"{name}.", self.ttl_s, "IN", kind, *values))
            elif not any(known == name for known, _ in self.records):
                response.set_rcode(dns.rcode.NXDOMAIN)
            self._socket.sendto(response.to_wire(), source)
