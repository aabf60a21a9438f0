using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace ClvPipeline.Jobs.Serve;

/// <summary>Writes what happens to the error stream, a line an event: for people, or as JSON with the values apart.</summary>
internal sealed class LineLog(TextWriter to, TimeProvider clock, bool json) : ILoggerProvider, ILogger
{
    private readonly Lock _turn = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose() { }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var (at, level) = (clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), Word(logLevel));
        // One line, whatever a name of the data holds.
        var message = PrintedColumn.Plain((exception is null ? formatter(state, null) : $"{formatter(state, null)}: {exception.GetType().Name}: {exception.Message}").ReplaceLineEndings(" "));
        var line = json ? Json(at, level, eventId, message, state) : $"{at} {level,-5} {message}";
        lock (_turn)
        {
            to.WriteLine(line);
            to.Flush();
        }
    }

    private static string Json<TState>(string at, string level, EventId id, string message, TState state)
    {
        var line = new JsonObject { ["time"] = at, ["level"] = level, ["event"] = id.Name, ["message"] = message };
        foreach (var (name, value) in state as IReadOnlyList<KeyValuePair<string, object?>> ?? [])
            if (name != "{OriginalFormat}" && value is not null) line[JsonName(name)] = value is int or long ? JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)) : JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture));
        return line.ToJsonString(Parameters.Plain);
    }

    private static string JsonName(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static string Word(LogLevel level) => level switch { LogLevel.Information => "info", LogLevel.Warning => "warn", LogLevel.Error or LogLevel.Critical => "error", _ => "debug" };
}
