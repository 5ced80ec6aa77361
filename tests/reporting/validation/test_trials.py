"""A world whose truth is known, and the designs that look for it, briefly."""

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from reporting.commands import analysing
from reporting.commands import command as verbs
from reporting.commands.estimators import DESIGNS
from reporting.commands.estimators import command as estimators
from reporting.validation.interval import ImpossibleValue, TooFew
from reporting.validation.panel import NEVER
from reporting.validation.planted import Plan, draw, without_effect
from reporting.validation.trials import designs, try_out

PLAN = Plan(-20_000, (6,) * 10 + (NEVER,) * 10, months=18)
SEEDS = 30
SLOW = {"staircase": 15, "differences_few": 15}


def test_the_same_seed_gives_the_same_world():
    one, other = draw(PLAN, 3), draw(PLAN, 3)
    assert np.array_equal(one.panel.values, other.panel.values, equal_nan=True)
    another = draw(PLAN, 4)
    assert another.panel.reached != one.panel.reached


def test_the_effect_is_what_was_planted_and_relapse_wears_it_off():
    world = draw(Plan(-20_000, (6,) * 60, households=30, months=18, relapse=0.05), 1)
    effect = world.panel.values - world.untouched
    assert np.nanmax(np.abs(effect[:, :6])) == 0
    assert np.nanmean(effect[:, 6]) == pytest.approx(-20_000)
    assert np.nanmean(effect[:, 17]) == pytest.approx(-20_000 * 0.95**11, rel=0.05)


def test_households_leave_and_stay_away():
    seen = np.isfinite(draw(PLAN, 1).panel.values)
    assert 0.85 < seen[:, -1].mean() < 1
    assert not (seen[:, 1:] & ~seen[:, :-1]).any()


def test_without_an_effect_nothing_is_planted():
    world = draw(without_effect(PLAN), 1)
    seen = np.isfinite(world.panel.values)
    assert np.array_equal(world.panel.values[seen], world.untouched[seen])


def test_a_world_that_cannot_be_is_refused():
    with pytest.raises(TooFew):
        Plan(0, ())
    with pytest.raises(ImpossibleValue):
        Plan(0, (5,), relapse=1)
    with pytest.raises(ImpossibleValue):
        Plan(0, (50,))
    with pytest.raises(TooFew):
        try_out(designs()[0], 0)


@pytest.mark.parametrize("design", designs(), ids=lambda it: it.code)
def test_a_design_finds_the_truth_or_is_seen_not_to(design):
    """Thirty worlds here; `azione0 reporting estimators` asks two hundred."""
    found = try_out(design, SLOW.get(design.code, SEEDS))
    assert found.silent == 0
    if design.valid:
        assert found.coverage >= 0.8
    else:
        assert found.coverage <= 0.7
    assert design.code in DESIGNS


def test_few_worlds_judge_nothing_and_a_hundred_do():
    [naive] = [it for it in designs() if it.code == "before_after"]
    assert try_out(naive, 99).holds is None
    assert try_out(naive, 100).holds is True
    [waits] = [it for it in designs() if it.code == "kaplan_meier"]
    wrong = replace(waits, truth=0.9)
    assert try_out(wrong, 100).holds is False


def test_the_table_is_printed_and_kept(monkeypatch):
    few = [it for it in designs() if it.code in {"before_after", "kaplan_meier"}]
    monkeypatch.setattr("reporting.validation.trials.designs", lambda *effect: few)
    said = CliRunner().invoke(estimators, ["--seeds", "20", "--markdown"])
    assert "| prima e dopo, senza confronto | no |" in said.output
    told = CliRunner().invoke(estimators, ["--seeds", "20", "--json"])
    rows = json.loads(told.stdout)
    assert [it["design"] for it in rows] == ["before_after", "kaplan_meier"]
    assert rows[0]["coverage"] < 0.5
    by_letters = ["--seeds", "2", "--through", "letters", "--json"]
    through = CliRunner().invoke(estimators, by_letters)
    assert "4 mondi raccontati per lettere; letti diversi: 0." in through.stderr
    assert json.loads(through.stdout)[0]["seeds"] == 2
    shown = CliRunner().invoke(estimators, ["--seeds", "20"])
    assert "20 mondi per disegno" in shown.output


def test_a_machine_without_statistics_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(analysing, "find_spec", lambda name: None)
    with pytest.raises(analysing.NoAnalysis, match="azione0-reporting"):
        analysing.need_analysis()


def test_the_verbs_are_found():
    assert {"estimators", "simulate", "take-in"} <= set(verbs.list_commands(None))
