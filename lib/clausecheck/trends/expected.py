"""What a month's complaints are expected to be, from the months of a baseline: one rate, or a rate with its season."""

import numpy as np
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from clausecheck.nouns.records import dataclass

HARMONICS = 2
"""Sine and cosine pairs a year: enough for a summer and a winter peak, few enough for two years of baseline."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Expected counts with the sigma of a count around them, per month; `dispersion` is sigma ÷ Poisson's, 1 or more."""

    mean: np.ndarray
    sigma: np.ndarray
    dispersion: float


def flat_rate(n: np.ndarray, exposed: np.ndarray, months: np.ndarray, base: np.ndarray) -> Expected:
    """One rate: ū = Σn ÷ Σe over the baseline; sigma = √(ū·e) × max(1, σz).

    σz = mean |zᵢ − zᵢ₋₁| ÷ 1.128 with zᵢ = (nᵢ − ū·eᵢ) ÷ √(ū·eᵢ) over the baseline (Laney 2002). `months` plays no part.
    """
    rate = n[base].sum() / exposed[base].sum()
    mean = rate * exposed
    z = (n[base] - mean[base]) / np.sqrt(mean[base]) if rate > 0 else np.zeros(int(base.sum()))
    dispersion = max(1.0, float(np.abs(np.diff(z)).mean() / 1.128))
    return Expected(mean, np.sqrt(np.maximum(mean, 1e-12)) * dispersion, dispersion)


def seasonal_rate(n: np.ndarray, exposed: np.ndarray, months: np.ndarray, base: np.ndarray) -> Expected:
    """A rate with its season: Poisson regression ln E[n] = ln e + β₀ + Σₖ (aₖ sin 2πkm/12 + bₖ cos 2πkm/12), k = 1, 2, on
    the baseline (statsmodels GLM; the regression of Serfling 1963 and Farrington et al. 1996).

    Dispersion φ = max(1, Pearson χ² ÷ degrees of freedom). sigma² = φ·(μ + μ²v) after the baseline, where v = x′Cov(β)x
    is the variance of ln μ (the baseline's own uncertainty); φ·(μ − μ²v) within it, for a month that helped to fix the
    line lies nearer to it. `months`: 1-12.
    """
    design = _design(months)
    fit = GLM(n[base], design[base], family=Poisson(), offset=np.log(exposed[base])).fit()
    mean = np.exp(design @ fit.params) * exposed
    freedom = max(int(base.sum()) - design.shape[1], 1)
    chi2 = float(((n[base] - mean[base]) ** 2 / mean[base]).sum())
    phi = max(1.0, chi2 / freedom)
    v = np.einsum("ij,jk,ik->i", design, np.asarray(fit.normalized_cov_params), design)
    variance = np.where(base, mean - mean**2 * v, mean + mean**2 * v)
    return Expected(mean, np.sqrt(phi * np.maximum(variance, 1e-12)), float(np.sqrt(phi)))


def _design(months: np.ndarray) -> np.ndarray:
    angle = 2 * np.pi * months[:, None] * np.arange(1, HARMONICS + 1)[None, :] / 12
    return np.hstack([np.ones((len(months), 1)), np.sin(angle), np.cos(angle)])
