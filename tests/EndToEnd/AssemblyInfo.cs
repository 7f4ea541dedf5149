using Xunit;

// Each test runs a whole platform and spends most of its time waiting; two at a time use two cores.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace Platform.EndToEnd;

/// <summary>Tests that load both cores themselves: they run one after another when no other test runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class UndisturbedTests
{
    public const string Name = "undisturbed";
}
