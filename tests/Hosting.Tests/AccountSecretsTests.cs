using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Trading;
using Platform.Hosting.Secrets;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Hosting.Tests;

public class AccountSecretsTests
{
    private const string Secret = "s3cr3t-0123456789abcdef";

    [Fact]
    public void Mock_derives_its_keys_and_asks_for_none()
    {
        AccountSecrets secrets = AccountSecrets.Read(new PlatformConfiguration(), "absent", NoEnvironment).Value;
        Assert.Equal("mock-account1", secrets.For("account1").Value.Key);
        Assert.Equal("mock-secret-account1", secrets.For("account1").Value.Secret);
        Assert.Equal(FaultKind.NotFound, secrets.For("other").Fault!.Kind);
    }

    [Fact]
    public void Every_missing_variable_is_named_at_once()
    {
        Fault fault = AccountSecrets.Read(Of(PlatformMode.Testnet), "absent", NoEnvironment).Fault!;
        Assert.Contains("MAIN_TESTNET_API_KEY, MAIN_TESTNET_API_SECRET", fault.Message);
        fault = AccountSecrets.Read(Of(PlatformMode.Live), "absent", new Dictionary<string, string> { ["MAIN_API_KEY"] = "k" }).Fault!;
        Assert.Contains("MAIN_API_SECRET", fault.Message);
        Assert.DoesNotContain("MAIN_API_KEY,", fault.Message);
    }

    [Fact]
    public void Only_an_executor_gets_variables_and_only_those_of_its_account_and_mode()
    {
        KeyVariables keys = KeyVariables.Parse(KeyVariables.From(new Dictionary<string, string>
        {
            ["MAIN_API_KEY"] = "live-key", ["MAIN_API_SECRET"] = Secret, ["MAIN_TESTNET_API_KEY"] = "test-key", ["OTHER_API_KEY"] = "other-key", ["PATH"] = "/bin",
        }).ToLine());
        Assert.Equal(4, keys.Values.Count);
        Assert.Equal("4 key variables", $"{keys}");
        Assert.Equal(["MAIN_API_KEY", "MAIN_API_SECRET", "PATH"], Given("main", PlatformMode.Live).Order(StringComparer.Ordinal));
        Assert.Equal(["MAIN_TESTNET_API_KEY", "PATH"], Given("main", PlatformMode.Testnet).Order(StringComparer.Ordinal));
        Assert.Equal(["PATH"], Given("main", PlatformMode.Mock));

        IEnumerable<string> Given(string account, PlatformMode mode)
        {
            var environment = new Dictionary<string, string?> { ["PATH"] = "/bin", ["OTHER_API_KEY"] = "inherited", ["MAIN_API_SECRET"] = "inherited" };
            KeyVariables.RemoveFrom(environment);
            keys.AddTo(environment, account, mode);
            return environment.Keys;
        }
    }

    [Fact]
    public void Only_the_account_that_is_asked_for_is_read()
    {
        PlatformConfiguration two = Of(PlatformMode.Live) with { Accounts = [new AccountOptions { Id = "main" }, new AccountOptions { Id = "second" }] };
        var environment = new Dictionary<string, string> { ["MAIN_API_KEY"] = "live-key", ["MAIN_API_SECRET"] = Secret };
        Assert.True(AccountSecrets.Read(two, "absent", environment, only: "main").IsOk);
        Assert.Contains("SECOND_API_KEY", AccountSecrets.Read(two, "absent", environment).Fault!.Message);
        Assert.False(AccountSecrets.None.For("main").IsOk);
    }

    [Fact]
    public void The_environment_wins_over_the_file()
    {
        using var folder = new TempFolder();
        string file = Write(folder, $"MAIN_API_KEY: from-file\nMAIN_API_SECRET: {Secret}\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        AccountKey key = AccountSecrets.Read(Of(PlatformMode.Live), file, new Dictionary<string, string> { ["MAIN_API_KEY"] = "from-environment" }).Value.For("main").Value;
        Assert.Equal("from-environment", key.Key);
        Assert.Equal(Secret, key.Secret);
        Assert.DoesNotContain(Secret, $"{key}");
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_can_open_is_refused_with_the_remedy(UnixFileMode extra)
    {
        using var folder = new TempFolder();
        string file = Write(folder, $"MAIN_API_SECRET: {Secret}\n", UnixFileMode.UserRead | UnixFileMode.UserWrite | extra);
        Fault fault = AccountSecrets.Read(Of(PlatformMode.Live), file, NoEnvironment).Fault!;
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains($"chmod 600 {file}", fault.Message);
    }

    [Theory]
    [InlineData("MAIN_API_SECRET: \"s3cr3t-0123456789abcdef\n")]
    [InlineData("MAIN_API_SECRET: [s3cr3t-0123456789abcdef]\n")]
    [InlineData("s3cr3t-0123456789abcdef\n")]
    public void A_broken_file_is_named_by_line_and_its_text_is_not_repeated(string text)
    {
        using var folder = new TempFolder();
        string file = Write(folder, text, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Fault fault = AccountSecrets.Read(Of(PlatformMode.Live), file, NoEnvironment).Fault!;
        Assert.Contains($"{file}:", fault.Message);
        Assert.DoesNotContain("s3cr3t", fault.Message);
    }

    private static IReadOnlyDictionary<string, string> NoEnvironment { get; } = new Dictionary<string, string>();

    private static PlatformConfiguration Of(PlatformMode mode) => new() { Mode = mode, Accounts = [new AccountOptions { Id = "main" }] };

    private static string Write(TempFolder folder, string text, UnixFileMode mode)
    {
        string file = folder.File("secrets.yaml");
        File.WriteAllText(file, text);
        if (OperatingSystem.IsWindows())
            Assert.Skip("file modes are of Unix");
        else
            File.SetUnixFileMode(file, mode);
        return file;
    }
}
