namespace Platform.Monitor.Http;

/// <summary>The OpenAPI document of this API, embedded from openapi.json.</summary>
internal static class OpenApiText
{
    public static byte[] Bytes { get; } = Read();

    private static byte[] Read()
    {
        using Stream stream = typeof(OpenApiText).Assembly.GetManifestResourceStream("openapi.json")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
