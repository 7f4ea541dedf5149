using System.Text;
using Platform.Bus.Native;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Sockets;

/// <summary>
/// CURVE keys in Z85 text (40 characters each). A publisher holds its own pair; a subscriber holds its own pair and the
/// publisher's public key. They encrypt and prove the publisher; any subscriber that knows the public key may listen.
/// </summary>
/// <param name="PublicKey">Of this side.</param>
/// <param name="SecretKey">Of this side; never logged.</param>
/// <param name="ServerKey">The publisher's public key; a subscriber needs it, a publisher leaves it empty.</param>
public sealed record CurveKeys(string PublicKey, string SecretKey, string ServerKey = "")
{
    public const int TextLength = 40;

    /// <summary>True when this machine's libzmq was built with CURVE.</summary>
    public static bool IsAvailable => ZeroMqLibrary.Require().IsOk && ZeroMq.zmq_has("curve") == 1;

    /// <summary>A fresh pair drawn by libzmq; for the tool that writes the configuration.</summary>
    public static unsafe Result<CurveKeys> Generate()
    {
        if (!IsAvailable)
            return Missing();
        byte* publicKey = stackalloc byte[TextLength + 1];
        byte* secretKey = stackalloc byte[TextLength + 1];
        Check.That(ZeroMq.zmq_curve_keypair(publicKey, secretKey) == 0, ZeroMqSocket.LastError(out _));
        return new CurveKeys(Encoding.ASCII.GetString(publicKey, TextLength), Encoding.ASCII.GetString(secretKey, TextLength));
    }

    /// <summary>The text never holds the secret key.</summary>
    public override string ToString() => $"CurveKeys {{ PublicKey = {PublicKey} }}";

    internal Result<Done> ApplyTo(ZeroMqSocket socket, bool isPublisher)
    {
        if (!IsAvailable)
            return Missing();
        if (PublicKey.Length != TextLength || SecretKey.Length != TextLength || (!isPublisher && ServerKey.Length != TextLength))
            return new Fault(FaultKind.Invalid, $"bus CURVE keys must be {TextLength} characters of Z85 each: public, secret{(isPublisher ? "" : ", and the publisher's public key")}");
        if (isPublisher)
            socket.Set(ZeroMq.CURVE_SERVER, 1);
        else
            socket.SetText(ZeroMq.CURVE_SERVERKEY, ServerKey);
        socket.SetText(ZeroMq.CURVE_PUBLICKEY, PublicKey).SetText(ZeroMq.CURVE_SECRETKEY, SecretKey);
        return Done.Value;
    }

    private static Fault Missing() => new(FaultKind.Unavailable, "bus keys are configured, but this machine's libzmq has no CURVE; install a libzmq built with libsodium or remove the keys");
}
