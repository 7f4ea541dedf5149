using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace Platform.TestKit.Waiting;

/// <summary>Waits for a condition with a time limit, for effects from another thread or process.</summary>
public static class Eventually
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Returns as soon as the condition holds; fails the test with the condition at the limit (default 60 s).</summary>
    public static async Task TrueAsync(
        Func<bool> condition,
        TimeSpan? limit = null,
        [CallerArgumentExpression(nameof(condition))] string expression = "")
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > (limit ?? Limit))
                Assert.Fail($"still not so after {watch.Elapsed.TotalSeconds:0.0} s: {expression}");
            await Task.Delay(5);
        }
    }

    /// <summary>The same for an asynchronous condition; it is checked again 50 ms after each answer.</summary>
    public static async Task TrueAsync(
        Func<Task<bool>> condition,
        TimeSpan? limit = null,
        [CallerArgumentExpression(nameof(condition))] string expression = "")
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > (limit ?? Limit))
                Assert.Fail($"still not so after {watch.Elapsed.TotalSeconds:0.0} s: {expression}");
            await Task.Delay(50);
        }
    }

    /// <summary>The first value that is not null; fails the test at the limit.</summary>
    public static async Task<T> ValueAsync<T>(
        Func<T?> read,
        TimeSpan? limit = null,
        [CallerArgumentExpression(nameof(read))] string expression = "")
        where T : class
    {
        T? value = null;
        await TrueAsync(() => (value = read()) is not null, limit, expression);
        return value!;
    }

    /// <summary>The task's answer; fails the test when it takes longer than the limit.</summary>
    public static async Task<T> AnswerAsync<T>(Task<T> task, TimeSpan? limit = null, [CallerArgumentExpression(nameof(task))] string expression = "")
    {
        if (await Task.WhenAny(task, Task.Delay(limit ?? Limit)) != task)
            Assert.Fail($"no answer after {(limit ?? Limit).TotalSeconds:0.0} s: {expression}");
        return await task;
    }

    /// <summary>The task ends in time; fails the test otherwise.</summary>
    public static async Task EndsAsync(Task task, TimeSpan? limit = null, [CallerArgumentExpression(nameof(task))] string expression = "")
    {
        if (await Task.WhenAny(task, Task.Delay(limit ?? Limit)) != task)
            Assert.Fail($"not ended after {(limit ?? Limit).TotalSeconds:0.0} s: {expression}");
        await task;
    }
}
