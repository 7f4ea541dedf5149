namespace Platform.Hosting.Configuration.Reading;

/// <summary>One thing wrong with the configuration, for people: where, which key, what was expected, what to do.</summary>
/// <param name="Origin">file:line, or the environment variable.</param>
/// <param name="Message">What is wrong there.</param>
public sealed record ConfigurationProblem(string Origin, string Message)
{
    public override string ToString() => $"{Origin}: {Message}";
}
