using Xunit;

// Each test runs a whole platform and spends most of its time waiting; two at a time use two cores.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
