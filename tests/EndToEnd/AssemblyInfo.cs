using Xunit;

// Each test runs a whole platform on two cores; side by side they would only measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
