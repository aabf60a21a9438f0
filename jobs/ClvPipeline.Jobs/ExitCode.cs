namespace ClvPipeline.Jobs;

/// <summary>What the program's exit code says. Scripts rely on these.</summary>
public static class ExitCode
{
    /// <summary>Published, or done.</summary>
    public const int Ok = 0;

    /// <summary>Bad input, or a fault.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or settings.</summary>
    public const int Usage = 2;

    /// <summary>Refused by a check or gate.</summary>
    public const int Refused = 3;

    /// <summary>Nothing done: the run is active or there already, or there is no data.</summary>
    public const int Nothing = 4;

    /// <summary>Cancelled by Ctrl-C or SIGTERM.</summary>
    public const int Cancelled = 130;

    /// <summary>All of them, for the help text.</summary>
    public static readonly IReadOnlyList<(int Code, string Meaning)> All =
    [
        (Ok, "published, or done"),
        (Failed, "failed: bad input, or a fault"),
        (Usage, "wrong usage or settings; nothing was read"),
        (Refused, "refused by a check or gate; the last published run stays"),
        (Nothing, "nothing done: the run is active or exists already, or there are no orders"),
        (Cancelled, "cancelled by Ctrl-C or SIGTERM; nothing is half-written"),
    ];
}
