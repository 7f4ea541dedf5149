namespace Grpc.Core;

/// <summary>The common part of all four call types: headers, status, trailers and disposal, over one state object.</summary>
internal readonly struct AsyncCallState(
    Func<object, Task<Metadata>> responseHeaders,
    Func<object, Status> status,
    Func<object, Metadata> trailers,
    Action<object> dispose,
    object state)
{
    public static AsyncCallState From(Task<Metadata> responseHeaders, Func<Status> status, Func<Metadata> trailers, Action dispose) =>
        new(
            static parts => ((Parts)parts).ResponseHeaders,
            static parts => ((Parts)parts).Status(),
            static parts => ((Parts)parts).Trailers(),
            static parts => ((Parts)parts).Dispose(),
            new Parts(responseHeaders, status, trailers, dispose));

    public Task<Metadata> ResponseHeadersAsync() => responseHeaders(state);

    public Status GetStatus() => status(state);

    public Metadata GetTrailers() => trailers(state);

    public void Dispose() => dispose(state);

    private sealed record Parts(Task<Metadata> ResponseHeaders, Func<Status> Status, Func<Metadata> Trailers, Action Dispose);
}
