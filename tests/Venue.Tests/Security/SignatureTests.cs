using System.Security.Cryptography;
using System.Text;
using Platform.TestKit.Files;
using Platform.Venue.Gateway.Security;
using Xunit;

namespace Platform.Venue.Tests.Security;

public class SignatureTests
{
    private const string Secret = "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9";

    [Theory]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943", "", "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=9000&recvWindow=5000&timestamp=1591702613943", "", "ec11dcc17e67e47f0d3c3f513dfe9062307e37619c5c82ebaa8fe0bdf3d59519")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC", "quantity=1&price=9000&recvWindow=5000&timestamp=1591702613943", "30baaf0fab549bbeda7f5ef201898b34122da25fd23c646cac2c529aebe670a4")]
    [InlineData("", "batchOrders=[{\"symbol\":\"BTCUSDT\",\"side\":\"BUY\",\"type\":\"MARKET\",\"quantity\":\"0.001\"}]&recvWindow=5000&timestamp=1591702613943", "2528b1b8256b2282349085405fd9573aedd0ddb790f91ad6646c65feabe508ba")]
    [InlineData("symbol=%E5%B8%81%E5%AE%89USDT&timestamp=1591702613943", "", "3b6e001e50f72869a4f48b3b59d05b9df5805037f5b2616884574d779675087f")]
    public void The_vectors_of_the_specification_are_accepted_at_every_position_of_the_signature(string query, string body, string signature)
    {
        var credential = new HmacCredential("key", Secret);
        foreach ((string q, string b) in Placements(query, body, signature))
        {
            (byte[] text, string? found) = SignedText.Split(Encoding.UTF8.GetBytes(q), Encoding.UTF8.GetBytes(b));
            Assert.Equal(query + body, Encoding.UTF8.GetString(text));
            Assert.Equal(signature, found);
            Assert.True(credential.Verifies(text, found!));
            Assert.True(credential.Verifies(text, found!.ToUpperInvariant()));
            text[^1] ^= 1;
            Assert.False(credential.Verifies(text, found!));
        }
    }

    [Fact]
    public void A_signature_over_the_encodeURIComponent_form_is_accepted_unless_strict()
    {
        byte[] signed = Encoding.ASCII.GetBytes("clientAlgoId=a!b'(c)~d%20e&timestamp=1");
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed));
        byte[] wire = Encoding.ASCII.GetBytes("clientAlgoId=a%21b%27%28c%29%7Ed+e&timestamp=1");
        var credential = new HmacCredential("key", Secret);
        Assert.True(new KeyRing().Verifies(credential, wire, signature));
        Assert.False(new KeyRing { StrictSignatures = true }.Verifies(credential, wire, signature));
    }

    [Fact]
    public void A_signature_over_the_decoded_text_is_accepted()
    {
        byte[] signed = Encoding.UTF8.GetBytes("batchOrders=[{\"a\":1}]&timestamp=1");
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed));
        byte[] wire = Encoding.ASCII.GetBytes("batchOrders=%5B%7B%22a%22%3A1%7D%5D&timestamp=1");
        Assert.True(new KeyRing().Verifies(new HmacCredential("key", Secret), wire, signature));
    }

    [Fact]
    public void An_rsa_key_from_a_file_verifies_its_own_signatures_only()
    {
        using var folder = new TempFolder("venue");
        using var rsa = RSA.Create(2048);
        string path = folder.File("public.pem");
        File.WriteAllText(path, rsa.ExportSubjectPublicKeyInfoPem());
        ApiCredential credential = ApiCredential.Create("key", "@" + path).Value;
        byte[] text = "symbol=BTCUSDT&timestamp=1"u8.ToArray();
        string signature = Convert.ToBase64String(rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.True(credential.Verifies(text, signature));
        Assert.False(credential.Verifies("symbol=ETHUSDT&timestamp=1"u8, signature));
        Assert.False(credential.Verifies(text, "no base64 %"));
        Assert.False(credential.MayLogOn);
    }

    [Fact]
    public void An_ed25519_key_is_recognised_in_a_pem_file()
    {
        using var folder = new TempFolder("venue");
        byte[] publicKey = Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        byte[] der = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00, .. publicKey];
        File.WriteAllText(folder.File("ed.pem"), PemEncoding.WriteString("PUBLIC KEY", der));
        ApiCredential credential = ApiCredential.Create("key", "@" + folder.File("ed.pem")).Value;
        string signature = Convert.ToBase64String(Convert.FromHexString("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"));
        Assert.True(credential.MayLogOn);
        Assert.True(credential.Verifies([], signature));
        Assert.False(credential.Verifies("x"u8, signature));
    }

    [Fact]
    public void A_missing_or_invalid_key_file_is_reported()
    {
        using var folder = new TempFolder("venue");
        Assert.Contains("does not exist", ApiCredential.Create("k", "@/nowhere/key.pem").Fault!.Message, StringComparison.Ordinal);
        File.WriteAllText(folder.File("text.pem"), "hello");
        Assert.Contains("no PEM block", ApiCredential.Create("k", "@" + folder.File("text.pem")).Fault!.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Query, string Body)> Placements(string query, string body, string signature)
    {
        if (body.Length > 0)
            yield return (query, $"{body}&signature={signature}");
        if (query.Length > 0)
        {
            yield return ($"{query}&signature={signature}", body);
            yield return ($"signature={signature}&{query}", body);
            yield return (query.Insert(query.IndexOf('&'), $"&signature={signature}"), body);
        }
    }
}
