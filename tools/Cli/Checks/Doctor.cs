using System.Diagnostics;
using Platform.Bus.Sockets;
using Platform.Cli.Runs;
using Platform.Hosting.Life;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;

namespace Platform.Cli.Checks;

/// <summary>One line of the doctor's report.</summary>
/// <param name="Level">ok, warn or fail; any fail makes the exit code 1.</param>
/// <param name="Remedy">What to do; empty when nothing is to be done.</param>
internal sealed record Finding(string Level, string Subject, string Found, string Remedy = "");

/// <summary>Checks everything that a run or a build needs, and reports how to correct what is missing.</summary>
internal static class Doctor
{
    private const long DiskWanted_bytes = 2L * 1024 * 1024 * 1024;

    public static IEnumerable<Finding> Examine(string root, string config)
    {
        yield return Tool("dotnet SDK", "dotnet", "--version", version => version.StartsWith("10.", StringComparison.Ordinal), "install the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0", "fail");
        yield return Tool("Node.js", "node", "--version", version => Major(version) >= 20, "install Node.js 20 or later (builds the page, fetches libduckdb): https://nodejs.org", "fail");
        yield return Library("libzmq", ZeroMqVersion(), "sudo apt-get install libzmq5");
        yield return Library("libduckdb", DuckDbDatabase.LibraryVersion, "scripts/setup.sh, or: npm ci --prefix scripts/native");
        yield return Chromium();
        if (!RunFolder.ForRunning(root, config).TryGet(out RunFolder? folder, out Fault? fault))
        {
            yield return new Finding("fail", "configuration", fault.Message, "correct these lines");
            yield break;
        }

        yield return new Finding("ok", "configuration", $"{folder.Arguments.ConfigFile}: mode {folder.Configuration.Mode.ToString().ToLowerInvariant()}, {folder.Configuration.Accounts.Count} accounts");
        foreach (Finding finding in Folder(folder))
            yield return finding;
    }

    private static IEnumerable<Finding> Folder(RunFolder folder)
    {
        Fault? unwritable = FolderCheck.MakeWritable(folder.Paths.Folders);
        yield return unwritable is null ? new Finding("ok", "folders", $"{folder.Paths.Data} and {folder.Paths.Logs} can be written") : new Finding("fail", "folders", unwritable.Message, "chmod or chown the folder, or use another folder with --root");
        if (unwritable is null)
        {
            long free = new DriveInfo(folder.Paths.Data).AvailableFreeSpace;
            yield return new Finding(free >= DiskWanted_bytes ? "ok" : "warn", "disk", $"{free / 1e9:0.0} GB free", free >= DiskWanted_bytes ? "" : "free some space: bars and trades of 300 contracts need about 1 GB a day");
        }

        string secrets = ProcessSetup.SecretsFile(folder.Arguments.ConfigFile);
        if (File.Exists(secrets) && !OperatingSystem.IsWindows())
        {
            bool closed = (File.GetUnixFileMode(secrets) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) == 0;
            yield return new Finding(closed ? "ok" : "fail", "secrets", $"{secrets} is {(closed ? "not readable" : "readable")} by other users", closed ? "" : $"chmod 600 {secrets}");
        }

        KnownProcess[] alive = [.. PidsFile.Read(folder.Paths).Where(known => known.IsAlive())];
        if (alive.Length > 0)
        {
            yield return new Finding("ok", "platform", $"running: {string.Join(", ", alive.Select(known => known.Name))}");
            yield break;
        }

        string[] taken = [.. StartChecks.TakenPorts(folder.Configuration)];
        yield return taken.Length == 0 ? new Finding("ok", "ports", "all free") : new Finding("fail", "ports", string.Join("; ", taken.Select(text => text.Split('.')[0])), "stop the other program, or platform up --port-base 15000");
        ChildSpec[] unbuilt = [.. StartPlan.Stages(folder, withMonitor: true).SelectMany(stage => stage).Where(child => !File.Exists(child.Executable))];
        yield return unbuilt.Length == 0 ? new Finding("ok", "build", "every executable exists") : new Finding("fail", "build", $"not built: {string.Join(", ", unbuilt.Select(child => child.Name))}", "scripts/setup.sh");
        bool page = File.Exists(Path.Combine(folder.Paths.Web, "index.html"));
        yield return new Finding(page ? "ok" : "warn", "page", page ? folder.Paths.Web : $"{folder.Paths.Web} is not built", page ? "" : "scripts/setup.sh");
    }

    private static Finding Library(string name, Result<string> version, string remedy) =>
        version.IsOk ? new Finding("ok", name, version.Value) : new Finding("fail", name, version.Fault.Message, remedy);

    private static Result<string> ZeroMqVersion()
    {
        Result<BusContext> context = BusContext.Open();
        if (!context.IsOk)
            return context.Fault;
        context.Value.Dispose();
        return "loads";
    }

    private static Finding Chromium()
    {
        string? found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        return found is not null ? new Finding("ok", "chromium", found) : new Finding("warn", "chromium", "not on PATH; the tests of the page are skipped", "sudo apt-get install chromium");
    }

    private static Finding Tool(string subject, string program, string argument, Func<string, bool> accepts, string remedy, string level)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string version = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return accepts(version) ? new Finding("ok", subject, version) : new Finding(level, subject, version, remedy);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return new Finding(level, subject, "not found", remedy);
        }
    }

    private static int Major(string version) => int.TryParse(version.TrimStart('v').Split('.')[0], out int major) ? major : 0;
}
