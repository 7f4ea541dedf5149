namespace Platform.Data.Premium;

/// <summary>One 5-minute window of the premium of mark over index, sampled at each mark price; rates in 10^-8.</summary>
internal readonly record struct PremiumBar(int Feed, long OpenTime_ms, long Open, long High, long Low, long Close, int Samples);
