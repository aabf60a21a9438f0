using Hangfire.Logging;

namespace ClvPipeline.Hangfire;

/// <summary>What Hangfire has to say that matters: errors, told to the program. The rest stands in its dashboard.</summary>
internal sealed class HangfireLog : ILogProvider, ILog
{
    /// <summary>Hangfire has one for the process.</summary>
    public static HangfireLog Instance { get; } = new();

    /// <summary>Told of errors.</summary>
    public Action<Exception>? Away { get; set; }

    /// <inheritdoc />
    public ILog GetLogger(string name) => this;

    /// <inheritdoc />
    public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null)
    {
        if (logLevel < LogLevel.Error) return false;
        if (messageFunc is not null && exception is not null) Away?.Invoke(exception);
        return true;
    }
}
