"""Figures of agreement against values worked out by hand."""

import pytest

from coverage_app.agreement import Agreement, agreement

YES_YES, YES_NO, NO_YES, NO_NO = (True, True), (True, False), (False, True), (False, False)


def test_the_counts_of_each_kind():
    found = agreement([YES_YES, YES_YES, YES_NO, NO_YES, NO_YES, NO_YES, NO_NO])
    assert (found.both_yes, found.only_first, found.only_second, found.both_no) == (2, 1, 3, 1)
    assert (found.asked, found.agreed) == (7, 3)


def test_kappa_by_hand():
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: 35 of 50 alike = 0.7; yes is said by 25/50 and 30/50, so by chance
    0.5 × 0.6 + 0.5 × 0.4 = 0.5; kappa = (0.7 − 0.5) / (1 − 0.5) = 0.4. F1 = 40 / 55."""
    found = agreement([YES_YES] * 20 + [YES_NO] * 5 + [NO_YES] * 10 + [NO_NO] * 15)
    assert found.raw == pytest.approx(0.7)
    assert found.by_chance == pytest.approx(0.5)
    assert found.kappa == pytest.approx(0.4)
    assert found.f1 == pytest.approx(40 / 55)
    assert found.no_kappa == ""


def test_high_agreement_on_a_lopsided_question_is_little_beyond_chance():
    """45 yes-yes, 2 + 2 apart, 1 no-no: raw 0.92, chance (47² + 3²) / 50² = 0.8872, kappa 0.0328 / 0.1128."""
    found = Agreement(both_yes=45, both_no=1, only_first=2, only_second=2)
    assert found.raw == pytest.approx(0.92)
    assert found.kappa == pytest.approx(0.0328 / 0.1128)


def test_the_figures_do_not_depend_on_who_is_first():
    one, other = Agreement(7, 5, 3, 1), Agreement(7, 5, 1, 3)
    assert one.kappa == pytest.approx(other.kappa)
    assert one.f1 == pytest.approx(other.f1)


def test_always_the_opposite_is_below_chance():
    found = agreement([YES_NO, NO_YES])
    assert found.kappa == pytest.approx(-1)
    assert found.f1 == 0


def test_one_who_always_says_yes_is_no_better_than_chance():
    found = agreement([YES_YES, YES_YES, YES_NO])
    assert found.kappa == pytest.approx(0)


@pytest.mark.parametrize(
    ("answers", "why", "raw", "f1"),
    [
        ([YES_YES] * 4, "yes to everything", 1, 1),
        ([NO_NO] * 4, "no to everything", 1, None),
        ([], "nothing that both answered", None, None),
    ],
)
def test_where_kappa_is_not_defined_it_says_so(answers, why, raw, f1):
    found = agreement(answers)
    assert found.kappa is None
    assert why in found.no_kappa
    assert (found.raw, found.f1) == (raw, f1)
