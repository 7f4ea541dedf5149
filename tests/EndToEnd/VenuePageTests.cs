using System.Text.Json;
using Microsoft.Playwright;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.EndToEnd;

/// <summary>The venue's own page in a real Chromium, with a real venue of 800 contracts.</summary>
public class VenuePageTests
{
    private static readonly string[] s_browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    [Fact]
    public async Task The_page_is_live_and_its_buttons_work()
    {
        string browserPath = s_browsers.FirstOrDefault(File.Exists) ?? "";
        Assert.SkipWhen(browserPath.Length == 0, "no Chromium on this machine (on Debian: apt-get install chromium)");
        string host = $"127.0.0.1:{FreePort.Next()}";
        await using ChildProcess venue = ChildProcess.Start(BuiltProgram.Path("Venue"),
            ["--listen", host, "--account", "trend-bot:a-secret:100000", "--account", "maker-bot:a-secret:25000", "--symbols", "800", "--token", "T", "--fault", """{"type":"clock_skew","delayMs":1,"key":"nobody"}"""]);
        await venue.LineAsync("ready");
        using var http = new HttpClient { BaseAddress = new Uri($"http://{host}") };
        http.DefaultRequestHeaders.Add("Authorization", "Bearer T");

        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = browserPath, Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] });
        IPage page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        await page.AddInitScriptAsync("window.confirm = () => true");
        await page.GotoAsync($"http://{host}/venue#T");
        await Assertions.Expect(page.Locator("#accounts tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#symbol option")).ToHaveCountAsync(800);
        await Assertions.Expect(page.Locator("#book tr")).ToHaveCountAsync(11);
        await Assertions.Expect(page.Locator("#money")).ToHaveTextAsync("money conserved");
        string now = await page.Locator("#now").InnerTextAsync();
        await Assertions.Expect(page.Locator("#now")).Not.ToHaveTextAsync(now, new() { Timeout = 10_000 });
        Assert.DoesNotContain("a-secret", await page.ContentAsync(), StringComparison.Ordinal);

        // Faults: a wrong one shows the reason; a correct one is listed and counted, and ends.
        await page.Locator("#rule").FillAsync("""{"type":"unavailable","every":0}""");
        await page.Locator("#add button").First.ClickAsync();
        await Assertions.Expect(page.Locator("#message")).ToContainTextAsync("'every'");
        await page.Locator("#rule").FillAsync("""{"type":"unavailable","match":"/ping","count":1}""");
        await page.Locator("#add button").First.ClickAsync();
        await Assertions.Expect(page.Locator("#faults tbody tr")).ToHaveCountAsync(2);
        Assert.Equal(503, (int)(await http.GetAsync(new Uri("/fapi/v1/ping", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        await Assertions.Expect(page.Locator("#faults tbody tr").Last.Locator("td").Nth(4)).ToHaveTextAsync("1");

        // A snapshot, another balance, the snapshot again, and a reset.
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#snapshot").ClickAsync());
        using var transfer = new StringContent("""{"action":"transfer","account":"trend-bot","amount":"-40000"}""");
        (await http.PostAsync(new Uri("/venue/v1/actions", UriKind.Relative), transfer, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await Assertions.Expect(page.Locator("#accounts tbody tr").First).ToContainTextAsync("60,000.00");
        await page.Locator("#file").SetInputFilesAsync(await download.PathAsync());
        await Assertions.Expect(page.Locator("#accounts tbody tr").First).ToContainTextAsync("100,000.00", new() { Timeout = 20_000 });
        await page.Locator("#reset").ClickAsync();
        await Assertions.Expect(page.Locator("#faults tbody tr")).ToHaveCountAsync(1, new() { Timeout = 20_000 });
        await page.Locator("#pause").ClickAsync();
        await Assertions.Expect(page.Locator("#now")).ToContainTextAsync("paused");
        await page.Locator("#step").ClickAsync();

        await page.SetViewportSizeAsync(390, 844);
        Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, "the page is wider than a phone");
        string state = await http.GetStringAsync(new Uri("/venue/v1/state?symbol=BTCUSDT", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(state.Length < 4_000, $"a look at 800 contracts takes {state.Length} bytes");
        Assert.True(JsonSerializer.Deserialize<JsonElement>(state).GetProperty("paused").GetBoolean());
        Assert.Empty(errors);
    }
}
