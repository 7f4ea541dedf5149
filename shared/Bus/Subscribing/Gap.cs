namespace Platform.Bus.Subscribing;

/// <summary>Messages of one publisher and topic that never arrived, the ends included.</summary>
/// <param name="Session">The publisher's session that they belong to.</param>
/// <param name="From">First missing sequence.</param>
/// <param name="To">Last missing sequence.</param>
/// <param name="IsRestart">True when the publisher restarted and the first messages of its new session are missing; the end of its old session is then not known to be complete either.</param>
public readonly record struct Gap(string Publisher, string Topic, long Session, ulong From, ulong To, bool IsRestart)
{
    public ulong Count => To - From + 1;
}
