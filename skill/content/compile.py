"""YAML -> committed JSON, one file a language. Build time only: `./run content`, checked by a drift test."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from skill.coach.content import Advice, Content, Country, Phrase, Plan, PlanWeek
from skill.coach.exercise import TIER_FLOOR, Beat, Exercise, Limits, Variant, stricter
from skill.coach.routine import SETTLE, Routine, Step
from skill.content import schema
from skill.content.protocol_compile import protocol
from skill.content.read import Sources, closest

HERE = Path(__file__).parent


def _limits(tier: int, day: schema.FromDay, clearance: bool) -> Limits:
    return stricter(TIER_FLOOR[tier], Limits(tier, day.vaginal, day.cesarean, clearance))


def _variant_limits(rule: schema.VariantRule | schema.HarderRule, base: Limits) -> Limits:
    tier = base.tier if rule.tier is None else rule.tier
    day = rule.from_day or schema.FromDay(vaginal=base.vaginal, cesarean=base.cesarean)
    return stricter(base, _limits(tier, day, bool(rule.needs_clearance)))


def _matching(src: Sources, rules: str, words: str, a: set[str], b: set[str], what: str, *path: str | int) -> None:
    for missing in sorted(a - b):
        raise src.error(
            words, f"No words for {what} `{missing}`.", *path, mend=f"Add `{missing}:` here, or remove it from {rules}."
        )
    for extra in sorted(b - a):
        raise src.error(
            words, f"Words for {what} `{extra}`, which has no rule.", *path, extra, mend=closest(extra, sorted(a))
        )


def _variant(
    src: Sources,
    rules_file: str,
    words_file: str,
    key: str,
    rule: schema.VariantRule,
    said: schema.VariantWords,
    base: Limits,
) -> Variant:
    beat_ids = {beat.id for beat in rule.beats}
    _matching(src, rules_file, words_file, beat_ids, set(said.beats), "beat", "variants", key, "beats")
    if (rule.harder is not None) != bool(said.harder):
        mend = "`harder:` in the rules and a `harder` cue in the words go together."
        raise src.error(words_file, f"Variant `{key}` has a harder form only half.", "variants", key, mend=mend)
    limits = _variant_limits(rule, base)
    return Variant(
        id=key,
        places=tuple(rule.places),
        position=rule.position,
        limits=limits,
        reps=rule.reps.start,
        most=rule.reps.most,
        only_in=rule.only_in,
        enter=tuple(said.enter),
        setup=tuple(said.setup),
        beats=tuple(Beat(id=b.id, kind=b.kind, seconds=b.seconds, words=tuple(said.beats[b.id])) for b in rule.beats),
        leave=tuple(said.leave),
        easier=said.easier,
        harder=said.harder,
        harder_limits=_variant_limits(rule.harder, limits) if rule.harder else None,
    )


def exercise(src: Sources, id: str) -> Exercise:
    """One exercise from its two files."""
    rules_file, words_file = f"exercises/{id}.yaml", f"{src.language}/exercises/{id}.yaml"
    rules: schema.ExerciseRules = src.read(rules_file, schema.ExerciseRules)
    words: schema.ExerciseWords = src.words(f"exercises/{id}.yaml", schema.ExerciseWords)
    for name, document in ((rules_file, rules), (words_file, words)):
        if document.id != id:
            raise src.error(name, f"The id is {document.id!r}, the file says {id!r}.", "id", mend="Make them the same.")
    _matching(src, rules_file, words_file, set(rules.variants), set(words.variants), "variant", "variants")
    base = _limits(rules.tier, rules.from_day, rules.needs_clearance)
    variants = [
        _variant(src, rules_file, words_file, key, rule, words.variants[key], base)
        for key, rule in rules.variants.items()
    ]
    return Exercise(
        id=id,
        name=words.name,
        tier=rules.tier,
        seed=rules.seed,
        why=words.why,
        how=words.how,
        stop_if=words.stop_if,
        dose=words.dose,
        sources=tuple(rules.sources),
        variants=tuple(variants),
        also_called=tuple(words.also_called),
        skip_if=tuple(rules.skip_if),
    )


def routines(src: Sources) -> dict[str, Routine]:
    """All routines."""
    rules: list[schema.RoutineRules] = src.read("routines.yaml", list[schema.RoutineRules])
    words: dict[str, schema.RoutineWords] = src.words("routines.yaml", dict[str, schema.RoutineWords])
    _matching(src, "routines.yaml", f"{src.language}/routines.yaml", {r.id for r in rules}, set(words), "routine")
    out = {}
    for rule in rules:
        said = words[rule.id]
        steps = tuple(
            Step(
                id=step.id,
                exercise=step.exercise,
                reps=step.reps,
                prefer=tuple(step.prefer),
                keep=step.keep,
                into=dict(step.into),
                lines={place: tuple(cues) for place, cues in said.lines.get(step.id, {}).items()},
            )
            for step in rule.steps
        )
        for step in steps:
            if (step.exercise == SETTLE) != bool(step.lines):
                mend = "A settle step has lines; an exercise has none."
                raise src.error(
                    f"{src.language}/routines.yaml", f"Step `{step.id}`: lines do not fit.", rule.id, "lines", mend=mend
                )
        out[rule.id] = Routine(
            id=rule.id,
            name=said.name,
            kind=rule.kind,
            version=rule.version,
            minutes=rule.minutes,
            who=said.who,
            implies=rule.implies,
            places=tuple(rule.places),
            limits=stricter(
                TIER_FLOOR[0], Limits(rule.tier, rule.from_day.vaginal, rule.from_day.cesarean, rule.needs_clearance)
            ),
            until_day=rule.until_day,
            steps=steps,
        )
    return out


def advice(src: Sources) -> dict[str, Advice]:
    """All entries of causes, tips, questions and refusals."""
    rules: dict[str, schema.AdviceRule] = src.read("advice.yaml", dict[str, schema.AdviceRule])
    words: dict[str, schema.AdviceWords] = src.words("advice.yaml", dict[str, schema.AdviceWords])
    _matching(src, "advice.yaml", f"{src.language}/advice.yaml", set(rules), set(words), "entry")
    return {
        id: Advice(
            id=id,
            group=rule.group,
            title=words[id].title,
            parts=tuple(words[id].parts),
            not_here=tuple(words[id].not_here),
            about_baby=rule.about_baby,
            asked_as=tuple(words[id].asked_as),
            family=rule.family or id,
            offer=rule.offer,
            turn_to=rule.turn_to,
            sources=tuple(rule.sources),
        )
        for id, rule in rules.items()
    }


def plan(src: Sources) -> Plan:
    """The six-week plan."""
    rules: schema.PlanRules = src.read("plan.yaml", schema.PlanRules)
    words: list[schema.PlanWeekWords] = src.words("plan.yaml", list[schema.PlanWeekWords])
    if len(rules.weeks) != len(words):
        raise src.error(
            f"{src.language}/plan.yaml",
            f"{len(words)} weeks of words, {len(rules.weeks)} of rules.",
            mend="Make them equal.",
        )
    weeks = tuple(
        PlanWeek(
            goal=said.goal,
            today=said.today,
            move_up=said.move_up,
            daily=tuple(rule.daily),
            three_days=tuple(rule.three_days),
            walking_minutes=tuple(rule.walking_minutes),
        )
        for rule, said in zip(rules.weeks, words, strict=True)
    )
    return Plan(weeks=weeks, days_to_move_up=rules.days_to_move_up)


def build(root: Path = HERE, language: str = "en", src: Sources | None = None) -> bytes:
    """The compiled JSON of one language. Raises ContentError."""
    src = src or Sources(root, language)
    ids = sorted(path.stem for path in (root / "exercises").glob("*.yaml"))
    phrases: dict[str, schema.PhraseWords] = src.words("phrases.yaml", dict[str, schema.PhraseWords])
    sources: dict[str, dict[str, str]] = src.read("sources.yaml", dict[str, dict[str, str]])
    countries: dict[str, schema.Country] = src.read("countries.yaml", dict[str, schema.Country])
    content = Content(
        locale=language,
        version="",
        exercises={id: exercise(src, id) for id in ids},
        routines=routines(src),
        advice=advice(src),
        phrases={id: msgspec.convert(msgspec.to_builtins(p), Phrase) for id, p in phrases.items()},
        plan=plan(src),
        countries={id: msgspec.convert(msgspec.to_builtins(c), Country) for id, c in countries.items()},
        sources={key: source["title"] for key, source in sources.items()},
        vocabulary={},
        **protocol(src),
    )
    raw = msgspec.to_builtins(content)
    raw["vocabularies"] = src.words("vocabulary.yaml", dict[str, dict[str, str]])
    raw = msgspec.to_builtins(raw, order="sorted")
    raw["protocol"]["watched"].sort()
    # The signs keep the order of their file: where two are as grave, the first one there is told first.
    raw["protocol"]["signs"] = {id: raw["protocol"]["signs"][id] for id in content.protocol.signs}
    raw["version"] = hashlib.sha256(msgspec.json.encode(raw)).hexdigest()[:12]
    return msgspec.json.format(msgspec.json.encode(raw), indent=1) + b"\n"


def main() -> None:
    """Write skill/content/<language>.json."""
    (HERE / "en.json").write_bytes(build())


if __name__ == "__main__":
    main()
