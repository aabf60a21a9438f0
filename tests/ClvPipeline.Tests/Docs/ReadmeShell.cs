using System.Text.RegularExpressions;
using ClvPipeline.Jobs;
using ClvPipeline.Tests.Jobs;
using ClvPipeline.Tests.Parquet;

namespace ClvPipeline.Tests.Docs;

/// <summary>Runs command lines as a reader of the README types them, in a folder that looks like the repository's root.</summary>
internal sealed class ReadmeShell : IDisposable
{
    private const string Run = "dotnet run -c Release --project jobs/ClvPipeline.Jobs -- ";

    /// <summary>What a test does not do: it would build, or change the shell itself.</summary>
    private static readonly string[] LeftOut = ["tests/run", "dotnet publish jobs/ClvPipeline.Jobs -c Release -o artifacts/clv", "export PATH=\"$PWD/artifacts/clv:$PATH\""];

    private readonly TestShell _shell = new();
    private string _folder = "";

    public ReadmeShell()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(ReferenceFiles.Root, "sample-data")))
        {
            Directory.CreateDirectory(Path.Combine(_shell.Folder, "sample-data"));
            File.Copy(file, Path.Combine(_shell.Folder, "sample-data", Path.GetFileName(file)));
        }
    }

    public string Folder => _shell.Folder;

    public string Out => _shell.Out;

    public string Error => _shell.Error;

    public void Dispose() => _shell.Dispose();

    /// <summary>A new block starts at the root again.</summary>
    public void Home() => _folder = "";

    /// <summary>Runs a line and gives the exit code; null for a line that is left out.</summary>
    public int? Type(string line)
    {
        if (line.Length == 0 || LeftOut.Contains(line)) return null;
        if (line.StartsWith("cd ", StringComparison.Ordinal))
        {
            _folder = Path.Combine(_folder, line[3..]);
            return null;
        }

        _shell.Variables.Clear();
        for (Match variable; (variable = Regex.Match(line, @"^(CLV__\w+)=(\S+) ")).Success; line = line[variable.Length..]) _shell.Variables[variable.Groups[1].Value] = variable.Groups[2].Value;
        var arguments = line.StartsWith(Run, StringComparison.Ordinal) ? line[Run.Length..] : line.StartsWith("clv ", StringComparison.Ordinal) ? line[4..] : throw new InvalidOperationException($"the README has a line that no test knows: {line}");
        return _shell.In(host => Cli.Run(arguments.Split(' '), host with { WorkingDirectory = Path.Combine(host.WorkingDirectory, _folder) }));
    }
}
