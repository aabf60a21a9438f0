using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ClvPipeline.Jobs;
using ClvPipeline.Tests.Architecture;
using ClvPipeline.Tests.Jobs;
using Xunit;

namespace ClvPipeline.Tests.DataFrames;

/// <summary>The cells of the notebook, compiled as they stand and run one after another, print what stands below them. With CLV_WRITE_README=1 that is written anew.</summary>
public sealed class NotebookTests : IDisposable
{
    private const string Between = "\u0001";
    private static readonly string Notebook = Path.Combine(Repository.Root, "sample-data", "notebook", "frames.ipynb");
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void What_the_notebook_prints_is_what_stands_there()
    {
        var notebook = JsonNode.Parse(File.ReadAllText(Notebook))!;
        var cells = notebook["cells"]!.AsArray().Where(cell => (string)cell!["cell_type"]! == "code").Select(cell => cell!).ToList();
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--config", Path.Combine(Repository.Root, "sample-data", "clv.json"), "--run-id", "sample"));
        var printed = Run(cells.Select(cell => string.Concat(cell["source"]!.AsArray().Select(line => (string)line!))));
        Assert.Equal(cells.Count, printed.Length);
        foreach (var (cell, text) in cells.Zip(printed))
            cell["outputs"] = text.Length == 0 ? new JsonArray() : new JsonArray(new JsonObject { ["name"] = "stdout", ["output_type"] = "stream", ["text"] = new JsonArray([.. text.Split('\n').SkipLast(1).Select(line => (JsonNode)(line + "\n"))]) });
        var made = notebook.ToJsonString(Layout) + "\n";
        if (Environment.GetEnvironmentVariable("CLV_WRITE_README") == "1") File.WriteAllText(Notebook, made);
        else Assert.Equal(File.ReadAllText(Notebook), made);
    }

    // By the compiler that the SDK comes with, against what the tests are compiled against.
    private string[] Run(IEnumerable<string> cells)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_shell.Folder, "sample-data", "notebook")).FullName;
        var program = Regex.Replace(string.Join($"\nConsole.Write(\"{Between}\");\n", cells), "^#r .*$", "", RegexOptions.Multiline);
        File.WriteAllText(Path.Combine(folder, "cells.cs"), "global using System; global using System.Linq; global using System.Collections.Generic;\n" + program);
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        foreach (var assembly in Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(file => !Path.GetFileName(file).Contains("xunit", StringComparison.OrdinalIgnoreCase))) File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(assembly)), assembly);
        var references = Directory.GetFiles(folder, "*.dll").Concat(Directory.GetFiles(runtime, "System*.dll")).DistinctBy(Path.GetFileName).Select(file => $"-r:{file}").Append($"-r:{Path.Combine(runtime, "netstandard.dll")}");
        File.WriteAllLines(Path.Combine(folder, "cells.rsp"), references.Select(line => $"\"{line}\"").Append("-nologo -nowarn:CS1701,CS1702 -out:cells.dll cells.cs"));
        var sdk = Directory.GetDirectories(Path.Combine(Path.GetDirectoryName(Dotnet.Path)!, "sdk")).MaxBy(each => Version.Parse(Path.GetFileName(each).Split('-')[0]))!;
        Execute(folder, Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"), "@cells.rsp");
        File.WriteAllText(Path.Combine(folder, "cells.runtimeconfig.json"), """{ "runtimeOptions": { "tfm": "net10.0", "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" }, "configProperties": { "System.Globalization.Invariant": true } } }""");
        return Execute(folder, "cells.dll").Split(Between);
    }

    private static string Execute(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Dotnet.Path, ["exec", .. arguments]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{output}{errors.Result}");
        return output.ReplaceLineEndings("\n");
    }
}
