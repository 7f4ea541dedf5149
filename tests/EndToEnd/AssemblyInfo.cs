using Xunit;

// Each test runs a whole platform, and most of its time waits for one; two at a time keep two cores busy.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
