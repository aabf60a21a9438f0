using System.Xml.Linq;

namespace ClvPipeline.Tests.Architecture;

/// <summary>What a project file says that it needs.</summary>
internal sealed class ProjectFile
{
    private readonly XDocument _content;

    private ProjectFile(string file)
    {
        File = file;
        _content = XDocument.Parse(Repository.Text(file));
    }

    public static IReadOnlyList<ProjectFile> All { get; } = [.. Repository.With(".csproj").Select(file => new ProjectFile(file))];

    public static ProjectFile Named(string name) => All.Single(project => project.Name == name);

    public string File { get; }

    public string Name => Path.GetFileNameWithoutExtension(File);

    public IReadOnlyList<string> Projects => [.. Included("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))];

    public IReadOnlyList<string> Packages => Included("PackageReference");

    public IReadOnlyList<string> GatedPackages => Included("GatePackage");

    private IReadOnlyList<string> Included(string item) => [.. _content.Descendants(item).Select(element => (string)element.Attribute("Include")!).Order(StringComparer.Ordinal)];
}
