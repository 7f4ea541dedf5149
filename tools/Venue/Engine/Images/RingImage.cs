using Platform.Venue.Engine.Tape;

namespace Platform.Venue.Engine.Images;

/// <summary>How rings are kept: the number of their oldest item, and their items.</summary>
internal static class RingImage
{
    public static void Keep<T>(this Ring<T> ring, StateTape tape)
        where T : unmanaged => ring.Keep(tape, tape.Value);

    /// <param name="keep">Keeps one item; read, it is given the default.</param>
    public static void Keep<T>(this Ring<T> ring, StateTape tape, Func<T, T> keep)
    {
        long first = tape.Value(ring.First);
        int count = tape.Count(ring.Count);
        if (tape.IsReading)
            ring.Restart(first);
        for (int i = 0; i < count; i++)
        {
            if (tape.IsReading)
                ring.Add(keep(default!));
            else
                keep(ring[first + i]);
        }
    }
}
