namespace Platform.ExecutionFaults.Scenarios;

/// <summary>From a seed to a scenario: the same seed always gives the same one.</summary>
internal static class ScenarioBuilder
{
    private static readonly string[] s_algorithms = ["market", "twap", "vwap"];
    private static readonly string[] s_urgencies = ["patient", "normal", "urgent"];
    private static readonly string[] s_commands = ["pause", "reduce-only", "flatten", "cancel", "kill", "resume", "revive", "flatten"];

    public static Scenario Build(int seed)
    {
        var random = new Random(seed);
        var mode = new AccountMode(
            random.Next(2) == 0, random.Next(2) == 0, s_urgencies[random.Next(3)],
            [.. Enumerable.Range(0, Scenario.Symbols).Select(_ => s_algorithms[random.Next(3)])]);
        var steps = new List<Step> { Trade(random) };
        for (int left = 7 + random.Next(6); left > 0; left--)
        {
            steps.Add(Next(random));
            if (steps[^1] is Command { Kind: "kill" or "pause" or "flatten" or "reduce-only" } hold && random.Next(4) != 0)
                steps.AddRange([Next(random), .. Release(random, hold)]);
        }

        return new Scenario(seed, mode, steps, Trade(random));
    }

    private static Step Next(Random random) => random.Next(100) switch
    {
        < 32 => Trade(random),
        < 48 => new Command(Pause(random), s_commands[random.Next(s_commands.Length)], random.Next(3) == 0 ? random.Next(Scenario.Symbols) : -1),
        < 74 => Fault(random),
        < 78 => new ClearFaults(Pause(random)),
        < 92 => new KillExecutor(Pause(random), 1 + random.Next(25), 20 + random.Next(400)),
        < 95 => new KillCoordinator(Pause(random), 20 + random.Next(400)),
        < 98 => new Transfer(Pause(random), random.Next(3) == 0 ? -1_000 - random.Next(5_000) : 1_000 + random.Next(20_000)),
        _ => new ForeignOrder(Pause(random), random.Next(Scenario.Symbols), random.Next(2) == 0),
    };

    /// <summary>What lets the account trade again, so that a scenario does not stand still after its first hold.</summary>
    private static IEnumerable<Step> Release(Random random, Command hold)
    {
        if (hold.Kind == "kill")
            yield return new Command(Pause(random), "revive", hold.Symbol);
        yield return new Command(Pause(random), "resume", hold.Symbol);
    }

    private static Trade Trade(Random random)
    {
        double[] weights = new double[Scenario.Symbols];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = random.Next(5) == 0 ? 0 : Math.Round((random.NextDouble() - 0.5) * 0.6, 3);
        return new Trade(Pause(random), weights);
    }

    private static AddFault Fault(Random random) => new(Pause(random), FaultChoice.Next(random), random.Next(Scenario.Symbols));

    private static int Pause(Random random) => random.Next(4) == 0 ? random.Next(30) : 50 + random.Next(500);
}
