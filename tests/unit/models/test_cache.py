from __future__ import annotations

from batola_desk.domain.call import Call
from batola_desk.models.cache import Held, StateCache


def held(key: str) -> Held:
    return Held(Call(call_key=key), 1)


def test_what_a_reader_folded_before_a_commit_does_not_replace_the_newer_state() -> None:
    cache = StateCache()
    generation = cache.generation
    cache.commit({"call:a": held("new")})
    cache.offer("call:a", held("old"), generation)
    assert cache.get("call:a") == held("new")
    cache.offer("call:b", held("b"), cache.generation)
    assert cache.get("call:b") == held("b")


def test_the_least_recently_used_state_goes_first() -> None:
    cache = StateCache(limit=2)
    cache.commit({"call:a": held("a"), "call:b": held("b")})
    cache.get("call:a")
    cache.commit({"call:c": held("c")})
    assert cache.get("call:b") is None
    assert cache.get("call:a") is not None
