namespace Platform.Factors;

/// <summary>How the ratios of a window become one number (spec/quant.md §2.3).</summary>
internal enum RatioAggregate
{
    /// <summary>Mean of the ratios of each bar.</summary>
    Mean,

    /// <summary>Ratio of the sums.</summary>
    Sum,

    /// <summary>The newest ratio.</summary>
    Last,

    /// <summary>Sample standard deviation of the ratios.</summary>
    Std,

    /// <summary>Exponential mean of the ratios, α = 2/(N+1).</summary>
    Ema,
}

/// <summary>The arithmetic of one window of a numerator and a denominator column.</summary>
internal static class RatioWindow
{
    /// <summary>
    /// Bars whose denominator is not above zero, or where a value is not a number, are skipped; fewer than
    /// <paramref name="minValid"/> left, and the result is NaN.
    /// </summary>
    public static double Aggregate(RatioAggregate aggregate, ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator, int window, int minValid)
    {
        double sum = 0, numerators = 0, denominators = 0, last = double.NaN, ema = double.NaN;
        double alpha = 2.0 / (window + 1);
        int valid = 0;
        for (int i = 0; i < numerator.Length; i++)
        {
            if (!double.IsFinite(numerator[i]) || !double.IsFinite(denominator[i]) || denominator[i] <= 0)
                continue;
            last = numerator[i] / denominator[i];
            ema = valid == 0 ? last : alpha * last + (1 - alpha) * ema;
            sum += last;
            numerators += numerator[i];
            denominators += denominator[i];
            valid++;
        }

        if (valid < Math.Max(1, minValid))
            return double.NaN;
        return aggregate switch
        {
            RatioAggregate.Mean => sum / valid,
            RatioAggregate.Sum => numerators / denominators,
            RatioAggregate.Last => last,
            RatioAggregate.Ema => ema,
            _ => Deviation(numerator, denominator, sum / valid, valid),
        };
    }

    private static double Deviation(ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator, double mean, int valid)
    {
        double squares = 0;
        for (int i = 0; i < numerator.Length; i++)
        {
            if (double.IsFinite(numerator[i]) && double.IsFinite(denominator[i]) && denominator[i] > 0)
            {
                double gap = numerator[i] / denominator[i] - mean;
                squares += gap * gap;
            }
        }

        return valid < 2 ? double.NaN : Math.Sqrt(squares / (valid - 1));
    }
}
