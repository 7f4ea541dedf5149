using Xunit;

// Most of a test's time waits for answers and pauses; three at a time keep two cores busy.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
