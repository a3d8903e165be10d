"""The triage protocol, compiled: rules and words as the values of `skill.coach.protocol`. Build time only."""

from __future__ import annotations

from typing import Any

import msgspec

from skill.coach.content import Script
from skill.coach.protocol import FollowUp, Protocol, Question, Rule, Sign, Term
from skill.content import protocol_schema
from skill.content.read import Sources


def protocol(src: Sources) -> dict[str, Any]:
    """The fields of `Content` that come from the protocol. Raises ContentError."""
    rules: protocol_schema.ProtocolRules = src.read("protocol.yaml", protocol_schema.ProtocolRules)
    words: protocol_schema.ProtocolWords = src.words("protocol.yaml", protocol_schema.ProtocolWords)
    signs = {id: _sign(id, rule, words.signs[id]) for id, rule in rules.signs.items()}
    scripts = {
        key: msgspec.convert(msgspec.to_builtins(script), Script)
        for key, script in {**words.scripts, **words.sign_scripts}.items()
    }
    return {
        "protocol": Protocol(
            version=rules.version,
            signs=signs,
            order=tuple(rules.order),
            follow_ups={id: FollowUp(at_least=f.at_least, ask=tuple(f.ask)) for id, f in rules.follow_ups.items()},
            rules=tuple(_rule(rule) for rule in rules.rules),
            facts={id: _question({**words.setup, **words.history}[id]) for id in rules.order if id in rules.facts},
            watched=_watched(rules),
        ),
        "scripts": scripts,
        "gate": tuple(_question(q) for q in words.gate.values()),
        "safety_net": tuple(words.safety_net.parts),
        "safety_net_short": words.safety_net.short,
        "said_once": tuple(rules.said_once),
        "baby_down_first": tuple(rules.baby_down_first),
    }


def _sign(id: str, rule: protocol_schema.SignRule, said: protocol_schema.SignWords) -> Sign:
    return Sign(
        id=id,
        route=rule.route,
        level=rule.level,
        unknown=rule.unknown,
        ask=said.ask,
        ask_short=said.ask_short,
        why=said.why,
        tell=said.tell,
        name=said.name,
        resolved=rule.resolved,
        core=rule.core,
        until_week=rule.until_week,
        ask_second=said.ask_second,
        clarify=tuple(said.clarify),
        clarify_needs_no=tuple(rule.clarify_needs_no or ()),
        asks=rule.asks,
        no_leads_to=rule.no_leads_to,
        without_baby={k: v for k, v in msgspec.to_builtins(said.not_here or {}).items() if v},
        to_partner={k: v for k, v in msgspec.to_builtins(said.partner or {}).items() if v},
        sources=tuple(rule.sources),
    )


def _question(said: protocol_schema.AskedWords) -> Question:
    return Question(ask=said.ask, ask_short=said.ask_short, why=said.why)


def _rule(rule: protocol_schema.CombinationRule) -> Rule:
    def term(t: protocol_schema.Term) -> Term:
        return Term(id=t.sign or t.fact or "", at_least=t.at_least, within_weeks=t.within_weeks)

    return Rule(
        id=rule.id,
        raises_to=rule.raises_to,
        all_of=tuple(tuple(map(term, group)) for group in rule.all_of),
        two_of=tuple(map(term, rule.two_of)),
        sources=tuple(rule.sources),
    )


def _watched(rules: protocol_schema.ProtocolRules) -> frozenset[str]:
    named = {term.sign or term.fact or "" for rule in rules.rules for term in rule.terms()}
    clearing = {id for rule in rules.signs.values() for id in rule.clarify_needs_no or ()}
    return frozenset(named | set(rules.follow_ups) | clearing)
