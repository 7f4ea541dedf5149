using Google.Protobuf;
using Google.Protobuf.Reflection;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;

namespace Platform.Rpc.Tests.Interop;

/// <summary>Starts the programs under peers/, or skips the test and says what is missing.</summary>
internal static class Peer
{
    private static string Folder => Path.Combine(Repository.Root, "tests", "Rpc.Tests", "peers");

    private static string ProtoRoot => Path.Combine(Repository.Root, "proto");

    /// <summary>Debian's Python has no compiler of .proto files, so the scripts get the descriptors from here.</summary>
    private static string Descriptors
    {
        get
        {
            FileDescriptor[] files =
            [
                Peers.Echo.Descriptor.File, Grpc.Health.V1.Health.Descriptor.File,
                Grpc.Reflection.V1.ServerReflection.Descriptor.File, Grpc.Reflection.V1Alpha.ServerReflection.Descriptor.File,
            ];
            var set = new FileDescriptorSet { File = { files.Select(file => FileDescriptorProto.Parser.ParseFrom(file.SerializedData)) } };
            return Convert.ToBase64String(set.ToByteArray());
        }
    }

    public static async Task<ChildProcess> StartPythonAsync(string script, params string[] arguments)
    {
        var python = Environment.GetEnvironmentVariable("PLATFORM_PYTHON") ?? "/usr/bin/python3";
        await using (var probe = ChildProcess.Start(python, ["-c", "import grpc, google.protobuf"]))
            if (await probe.ExitAsync() != 0)
                Assert.Skip($"{python} has no grpc or protobuf; on Debian: apt-get install python3-grpcio python3-protobuf. Another Python: PLATFORM_PYTHON.");
        var environment = new Dictionary<string, string?> { ["PEER_DESCRIPTORS"] = Descriptors, ["PYTHONDONTWRITEBYTECODE"] = "1" };
        return ChildProcess.Start(python, ["-u", script, .. arguments], Folder, environment);
    }

    public static Task<ChildProcess> StartNodeAsync(string script, params string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "@grpc", "grpc-js")))
            Assert.Skip("@grpc/grpc-js is not installed; run 'npm ci' in tests/Rpc.Tests/peers.");
        return Task.FromResult(ChildProcess.Start("node", [script, .. arguments, ProtoRoot], Folder));
    }
}
