using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Reads the settings of a run: <c>clv.json</c>, over it the environment (<c>CLV__A__B__0__C</c>), over that <c>--set a.b[0].c=value</c>.</summary>
public static class ClvSettingsFile
{
    /// <summary>The file that is read where none is named.</summary>
    public const string DefaultName = "clv.json";

    private const string Prefix = "CLV__";

    /// <summary>Reads them.</summary>
    /// <param name="path">The file, relative to the working directory; null for <see cref="DefaultName"/>, which may then be missing if other layers give everything.</param>
    /// <param name="environment">The environment variables.</param>
    /// <param name="sets">The texts behind <c>--set</c>.</param>
    /// <param name="workingDirectory">The working directory.</param>
    /// <exception cref="UsageException">Everything that is wrong, in one go.</exception>
    public static LoadedSettings Load(string? path, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> sets, string workingDirectory)
    {
        List<string> problems = [];
        var file = Path.GetFullPath(path ?? DefaultName, workingDirectory);
        var variables = environment
            .Where(pair => pair.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !IsSecret(pair.Key))
            .Select(pair => (pair.Key, Steps: pair.Key[Prefix.Length..].Split("__"), pair.Value))
            .OrderBy(variable => variable.Steps, StepOrder.Instance)
            .ToArray();

        var there = File.Exists(file);
        if (!there && (path is not null || (variables.Length == 0 && sets.Count == 0))) throw new UsageException(Missing(path, file));
        var root = there ? SettingsText.Parse(ReadAll(file, path ?? DefaultName), path ?? DefaultName, problems) : new JsonObject();
        if (root is null) throw new UsageException(problems);

        var overlay = new SettingsOverlay(root, problems);
        foreach (var (name, steps, value) in variables)
        {
            if (steps.Any(step => step.Length == 0)) problems.Add($"{name}: not the name of a setting; expected one such as CLV__CLV__GROSSMARGIN");
            else overlay.Lay(steps, value, name, anyCase: true);
        }

        foreach (var set in sets) overlay.LaySet(set);

        var tree = new SettingsTree(root);
        new SettingsCheck(problems).Check(root, KnownSettings.Root, "");
        var run = SettingsBinding.Run(tree, problems);
        var sources = SettingsBinding.Sources(tree, problems);
        var connections = Connections(environment, workingDirectory, sources.Values, problems);
        var postgres = tree["output.postgres"].Text;
        if (postgres is not null && string.IsNullOrWhiteSpace(postgres)) problems.Add("output.postgres: blank; expected the name of a connection");
        // A folder that nobody asked for would only be in the way of results that go to a database.
        var folder = tree["output.folder"].Text ?? (postgres is null ? "out" : null);
        var keep = tree["output.keepRuns"].Whole ?? LoadedSettings.DefaultKeepRuns;
        if (keep < 1) problems.Add($"output.keepRuns: {keep} is too few; expected 1 or more");
        if (folder is not null && string.IsNullOrWhiteSpace(folder)) problems.Add("output.folder: blank; expected a folder");
        var memory = Memory(tree, problems);
        var workers = tree["workers"].Whole ?? 1;
        if (workers is < 0 or > 64) problems.Add($"workers: {workers} is not allowed; expected a whole number from 0 to 64");
        var report = SettingsBinding.Report(tree, problems);
        problems.AddRange(run.Problems());
        var serve = ServeBinding.Of(tree, problems);
        if (problems.Count > 0) throw new UsageException([.. problems.Distinct().Select(overlay.WithOrigin)]);

        var parameters = Parameters.Text(run, sources);
        var settings = new LoadedSettings
        {
            Run = run,
            Sources = sources,
            OutFolder = folder,
            Postgres = postgres,
            KeepRuns = keep,
            MemoryLimit = memory,
            RunChange = tree["output.runChange"].Flag ?? true,
            Workers = workers,
            Report = report,
            AsOf = tree["asOf"].Date,
            ParametersJson = parameters,
            ParametersHash = Parameters.Hash(parameters),
            ChangedBySet = sets.Count > 0,
            Connections = connections,
            BaseFolder = there ? Path.GetDirectoryName(file)! : workingDirectory,
            File = there ? file : null,
        };
        return settings with { Serve = serve with { Schedules = ScheduleBinding.Of(tree["schedule"], settings) } };
    }

    private static bool IsSecret(string variable) =>
        variable.StartsWith(ConnectionStrings.Prefix, StringComparison.OrdinalIgnoreCase) || variable.Equals(ConnectionStrings.SecretsVariable, StringComparison.OrdinalIgnoreCase);

    private static ConnectionStrings Connections(IReadOnlyDictionary<string, string> environment, string workingDirectory, IEnumerable<DatasetSource> sources, List<string> problems)
    {
        var connections = ConnectionStrings.Load(environment, workingDirectory, problems);
        Demand(connections, sources, problems);
        return connections;
    }

    /// <summary>Says of every source from Postgres whose connection is not there.</summary>
    internal static void Demand(ConnectionStrings connections, IEnumerable<DatasetSource> sources, List<string> problems)
    {
        foreach (var source in sources)
            if (source.Postgres is { Connection.Length: > 0 } postgres && connections.Problem(postgres.Connection) is { } problem) problems.Add($"sources.{source.Name}.connection: {problem}");
    }

    private static long Memory(SettingsTree tree, List<string> problems)
    {
        if (tree["memoryLimit"].Text is not { } text) return MemorySize.Default;
        if (MemorySize.Parse(text) is { } bytes and >= MemorySize.Smallest) return bytes;
        problems.Add($"memoryLimit: '{text}' is not a usable amount of memory; expected a number with MB, GB or TB of at least 256MB, such as 8GB");
        return MemorySize.Default;
    }

    private static byte[] ReadAll(string file, string name)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{name}: cannot be read: {e.Message}");
        }
    }

    private static string Missing(string? path, string file) => path is null
        ? $"there is no {DefaultName} in this folder; name the settings with --config FILE, or make a shop to try with: clv generate --customers 1000 --out shop"
        : Directory.Exists(file) ? $"{path}: is a folder; expected a settings file" : $"{path}: there is no such file";

    /// <summary>Positions in lists come in the order of their numbers, so that 2 comes before 10 and each may append.</summary>
    private sealed class StepOrder : IComparer<string[]>
    {
        public static readonly StepOrder Instance = new();

        public int Compare(string[]? x, string[]? y)
        {
            for (var i = 0; i < Math.Min(x!.Length, y!.Length); i++)
            {
                var order = SettingPath.Position(x[i]) is { } a && SettingPath.Position(y[i]) is { } b ? a.CompareTo(b) : StringComparer.OrdinalIgnoreCase.Compare(x[i], y[i]);
                if (order != 0) return order;
            }

            return x.Length.CompareTo(y!.Length);
        }
    }
}
