using Microsoft.Playwright;
using Platform.EndToEnd.Runs;
using Platform.TestKit.Files;
using System.Diagnostics;
using Xunit;

namespace Platform.EndToEnd;

/// <summary>The page in a real Chromium, with a real platform.</summary>
public class PageTests(ITestOutputHelper output)
{
    private static readonly string[] s_browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    [Fact]
    public async Task The_page_shows_live_numbers_survives_a_monitor_restart_and_fits_a_phone()
    {
        string browserPath = s_browsers.FirstOrDefault(File.Exists) ?? "";
        Assert.SkipWhen(browserPath.Length == 0, "no Chromium on this machine (on Debian: apt-get install chromium)");
        await using PlatformRun run = await PlatformRun.UpAsync("--speed", "60");
        await run.ExecutedRunAsync();

        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = browserPath,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        IPage page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 1000 } });
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);

        await page.GotoAsync($"{run.PageAddress}?token={run.Token}");
        await Assertions.Expect(page.GetByTestId("link")).ToHaveTextAsync("live");
        Assert.DoesNotContain("token", page.Url);
        await Assertions.Expect(page.Locator("#accounts .account")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#processes tbody tr")).ToHaveCountAsync(6);
        await Assertions.Expect(page.Locator("#runs tbody tr").First).ToContainTextAsync("executed");
        await Assertions.Expect(page.Locator("#equity canvas")).ToBeVisibleAsync();
        string snapshot = await SnapshotAsync(page, "page.png");

        string before = await page.Locator("#accounts").InnerTextAsync();
        await Assertions.Expect(page.Locator("#accounts")).Not.ToHaveTextAsync(before, new() { Timeout = 20_000, UseInnerText = true });
        Assert.Empty(errors);

        int pid = await run.PidOfAsync("monitor");
        using (Process monitor = Process.GetProcessById(pid))
            monitor.Kill();
        await Assertions.Expect(page.GetByTestId("link")).ToHaveTextAsync("reconnecting", new() { Timeout = 20_000 });
        await Assertions.Expect(page.GetByTestId("link")).ToHaveTextAsync("live", new() { Timeout = 40_000 });
        await Assertions.Expect(page.Locator("#accounts .account")).ToHaveCountAsync(2, new() { Timeout = 20_000 });

        // While the monitor is down, the browser itself logs refused connections; the page must log no further errors.
        Assert.All(errors, error => Assert.Contains("ERR_", error));

        await page.SetViewportSizeAsync(390, 844);
        int overflow = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"the page is {overflow} px wider than a phone; see {await SnapshotAsync(page, "phone.png")}");
        await SnapshotAsync(page, "phone.png");
        output.WriteLine($"pictures beside {snapshot}");
    }

    [Fact]
    public async Task A_client_without_the_token_sees_no_number()
    {
        await using PlatformRun run = await PlatformRun.UpAsync();
        using var http = new HttpClient { BaseAddress = run.PageAddress };
        Assert.Equal(401, (int)(await http.GetAsync("/api/v1/accounts")).StatusCode);
        string page = await http.GetStringAsync("/");
        Assert.DoesNotContain(run.Token, page);
    }

    private static async Task<string> SnapshotAsync(IPage page, string name)
    {
        string file = Repository.Path("artifacts", "pictures", name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await page.ScreenshotAsync(new() { Path = file, FullPage = true });
        return file;
    }
}
