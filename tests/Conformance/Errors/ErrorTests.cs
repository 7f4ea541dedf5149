using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.Conformance.Venues;
using Xunit;

namespace Platform.Conformance.Errors;

/// <summary>Causes every error of the specification that a client can cause, and checks code, text and HTTP status (spec/binance-usdm.md §6).</summary>
public sealed partial class ErrorTests(ErrorTests.SharedVenue shared) : IClassFixture<ErrorTests.SharedVenue>
{
    public static TheoryData<int, int> Rows => [.. ErrorCatalogue.Provoked().Select((row, index) => (index, row.Code))];

    public static TheoryData<int> Played => [.. ErrorCatalogue.Played().Keys];

    [Fact]
    public void Every_listed_error_is_caused_by_a_request_or_injected_with_a_reason()
    {
        HashSet<int> provoked = [.. ErrorCatalogue.Provoked().Select(row => row.Code)];
        IReadOnlyDictionary<int, string> excused = ErrorCatalogue.Played();
        Assert.Equal([], ErrorCatalogue.Listed().Where(code => !provoked.Contains(code) && !excused.ContainsKey(code)));
        Assert.Equal([], excused.Keys.Where(provoked.Contains));
        Assert.All(excused.Values, reason => Assert.True(reason.Length > 20, reason));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task An_error_is_refused_with_its_code_text_and_status(int row, int code)
    {
        Provocation provocation = ErrorCatalogue.Provoked()[row];
        Assert.Equal(code, provocation.Code);
        await using VenueUnderTest? own = provocation.Options.Count == 0 ? null : await VenueUnderTest.StartAsync([KeyOf(row)], [.. provocation.Options]);
        using var account = new VenueClient((own ?? shared.Venue).Host, KeyOf(row));
        VenueAnswer? answer = null;
        foreach (string step in provocation.Steps)
        {
            Assert.True(answer is null or { Status: 200 }, $"before '{step}': {answer?.Body}");
            answer = await DoAsync(account, await PricedAsync(account, step.Replace("{key}", account.Key, StringComparison.Ordinal)));
        }

        Assert.True((provocation.Status, provocation.Code) == (answer!.Status, answer.Code), $"{provocation.Code} expected with {provocation.Status}, got {answer.Status}: {answer.Body}");
        Assert.True(provocation.Fits(answer.Text("msg")), $"'{provocation.Text}' expected, got '{answer.Text("msg")}'");
    }

    [Theory]
    [MemberData(nameof(Played))]
    public async Task An_error_that_no_request_causes_is_injected_by_a_fault(int code)
    {
        using var account = new VenueClient(shared.Venue.Host, PlayedKey);
        string text = File.ReadAllText(Platform.TestKit.Files.RecordedData.Spec("binance-usdm.md"));
        await account.ControlAsync("POST", "/venue/v1/faults", $$"""{"type":"refused","code":{{code}},"key":"{{PlayedKey}}","match":"/balance","count":1}""");
        VenueAnswer answer = await account.SignedAsync("GET", "/fapi/v3/balance");
        Assert.Equal((400, code), (answer.Status, answer.Code));
        Assert.True(text.Contains(answer.Text("msg")[..10], StringComparison.OrdinalIgnoreCase), $"'{answer.Text("msg")}' is not in the contract");
        Assert.Equal(200, (await account.SignedAsync("GET", "/fapi/v3/balance")).Status);
    }

    private const string PlayedKey = "error-played";

    private static string KeyOf(int row) => $"error-{row}";

    /// <summary>One step: how the request is sent, unless it is signed as usual, then method, path and parameters.</summary>
    private static async Task<VenueAnswer> DoAsync(VenueClient account, string step)
    {
        (string word, string rest) = Cut(step);
        switch (word)
        {
            case "ACTION":
                return await account.ControlAsync("POST", "/venue/v1/actions", rest);
            case "FAULT":
                return await account.ControlAsync("POST", "/venue/v1/faults", rest);
            case "PLAIN":
                return await account.PublicAsync(Cut(rest).Word, Cut(rest).Remainder.Replace(' ', '?'));
            case "WSAPI":
                return await AskSocketAsync(account, rest);
            case "FLOOD":
                return await SignAsync(account, Cut(Cut(rest).Remainder).Word, Cut(Cut(rest).Remainder).Remainder + " " + string.Join('&', Enumerable.Range(0, int.Parse(Cut(rest).Word, CultureInfo.InvariantCulture)).Select(i => $"p{i}=1")));
            case "REPEAT":
                return await RepeatAsync(account, Cut(rest).Remainder, int.Parse(Cut(rest).Word, CultureInfo.InvariantCulture));
            default:
                return await SignAsync(account, word, rest);
        }
    }

    private static async Task<VenueAnswer> RepeatAsync(VenueClient account, string step, int times)
    {
        for (int time = 1; time < times; time++)
        {
            VenueAnswer answer = await DoAsync(account, Turn(step, time));
            Assert.True(answer.Status == 200, $"{time} of {times}: {answer.Body}");
        }

        return await DoAsync(account, Turn(step, times));
    }

    /// <summary>Replaces {turn} alternately by 1 and 0, for steps whose repetitions must differ.</summary>
    private static string Turn(string step, int time) => step.Replace("{turn}", (time % 2).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static async Task<VenueAnswer> AskSocketAsync(VenueClient account, string request)
    {
        await using VenueSocket socket = await VenueSocket.OpenAsync($"ws://{account.Host}/ws-fapi/v1");
        JsonElement answer = await socket.AskAsync("1", request);
        return new VenueAnswer(answer.GetProperty("status").GetInt32(), answer.GetProperty("error"));
    }

    private static Task<VenueAnswer> SignAsync(VenueClient account, string word, string rest)
    {
        long shift_ms = word == "SHIFT" ? long.Parse(Cut(rest).Word, CultureInfo.InvariantCulture) : 0;
        string request = word switch { "SHIFT" => Cut(rest).Remainder, "FORGED" or "KEYLESS" or "STRANGER" => rest, _ => $"{word} {rest}" };
        (string method, string target) = Cut(request);
        (string path, string parameters) = Cut(target);
        return account.SignedAsync(method, path, parameters, new Signing
        {
            Shift_ms = shift_ms,
            Secret = word == "FORGED" ? "another secret" : null,
            Key = word switch { "KEYLESS" => "", "STRANGER" => "a-key-that-nobody-has", _ => null },
        });
    }

    private static (string Word, string Remainder) Cut(string text)
    {
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (text, "") : (text[..space], text[(space + 1)..]);
    }

    /// <summary>Replaces {bid*0.97} and {ask*1.01} by prices of BTCUSDT, rounded to integers.</summary>
    private static async Task<string> PricedAsync(VenueClient account, string step)
    {
        while (PriceMark().Match(step) is { Success: true } mark)
        {
            VenueAnswer book = await account.PublicAsync("GET", "/fapi/v1/ticker/bookTicker?symbol=BTCUSDT");
            decimal price = decimal.Parse(book.Text(mark.Groups[1].Value + "Price"), CultureInfo.InvariantCulture);
            decimal scaled = Math.Floor(price * decimal.Parse(mark.Groups[2].Value, CultureInfo.InvariantCulture));
            step = step.Replace(mark.Value, scaled.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return step;
    }

    [GeneratedRegex(@"\{(bid|ask)\*([0-9.]+)\}")]
    private static partial Regex PriceMark();

    /// <summary>One venue with an account for every row, with limits that only the rows about limits reach.</summary>
    public sealed class SharedVenue : IAsyncLifetime
    {
        public VenueUnderTest Venue { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Venue = await VenueUnderTest.StartAsync(ErrorCatalogue.Provoked().Select((_, row) => KeyOf(row)).Append(PlayedKey), "--symbols", "10", "--weight-limit", "1000000");

        public ValueTask DisposeAsync() => Venue.DisposeAsync();
    }
}
