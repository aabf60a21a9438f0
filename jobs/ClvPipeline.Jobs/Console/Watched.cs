namespace ClvPipeline.Jobs;

/// <summary>Shows progress in the way that suits whoever reads it.</summary>
internal static class Watched
{
    /// <summary>Does some work while its progress is shown on the error stream, so that results can be piped.</summary>
    public static T Do<T>(CliHost host, Func<IProgressSink, T> work)
    {
        if (host.IsTerminal) return BarProgress.Watch(host.Error, work);
        using var progress = new PlainProgress(host.Error);
        return work(progress);
    }
}
