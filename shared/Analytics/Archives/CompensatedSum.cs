namespace Platform.Analytics.Archives;

/// <summary>A sum of doubles kept in two doubles (about 106 bits), so that the order of the terms does not change the result.</summary>
internal struct CompensatedSum
{
    private double _high;
    private double _low;

    public readonly double Value => _high + _low;

    public void Add(double term)
    {
        double sum = _high + term;
        double part = sum - _high;
        _low += (_high - (sum - part)) + (term - part);
        _high = sum;
    }

    /// <summary>Adds the square of a term without rounding it first.</summary>
    public void AddSquare(double term)
    {
        double square = term * term;
        Add(square);
        _low += Math.FusedMultiplyAdd(term, term, -square);
    }

    /// <summary>This sum minus another, rounded once.</summary>
    public readonly double Minus(in CompensatedSum other)
    {
        CompensatedSum difference = this;
        difference.Add(-other._high);
        difference.Add(-other._low);
        return difference.Value;
    }
}
