using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ClvPipeline.Rehearsal;

/// <summary>
/// Writes methods as a profile that crossgen2 reads (--mibc): an assembly whose method AssemblyDictionary names groups of methods, each group being a method that loads the tokens of its members.
/// </summary>
internal sealed class MethodProfile
{
    private readonly MetadataBuilder _metadata = new();
    private readonly BlobBuilder _code = new();
    private readonly MethodBodyStreamEncoder _bodies;
    private readonly References _references;

    private MethodProfile()
    {
        _bodies = new(_code);
        _references = new(_metadata);
    }

    public static void Write(string file, IEnumerable<MethodBase> methods)
    {
        var profile = new MethodProfile();
        profile.Add(methods);
        File.WriteAllBytes(file, profile.Serialized());
    }

    private void Add(IEnumerable<MethodBase> methods)
    {
        _metadata.AddModule(0, _metadata.GetOrAddString("rehearsal.dll"), default, default, default);
        _metadata.AddAssembly(_metadata.GetOrAddString("rehearsal"), new Version(1, 0), default, default, default, default);
        _metadata.AddTypeDefinition(default, default, _metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        var groups = methods.Where(method => method.DeclaringType is { } type && type.Assembly != typeof(MethodProfile).Assembly)
            .Select(method => (Group: Group(method), Token: _references.TryGet(method))).Where(method => !method.Token.IsNil)
            .GroupBy(method => method.Group, method => method.Token).OrderBy(group => group.Key, StringComparer.Ordinal);
        var all = new InstructionEncoder(new BlobBuilder());
        foreach (var group in groups)
        {
            var some = new InstructionEncoder(new BlobBuilder());
            foreach (var token in group) Load(some, token);
            all.LoadString(_metadata.GetOrAddUserString(group.Key));
            Load(all, Method("Group of " + group.Key, some));
        }
        Method("AssemblyDictionary", all);
    }

    private static void Load(InstructionEncoder code, EntityHandle token)
    {
        code.OpCode(ILOpCode.Ldtoken);
        code.Token(token);
        code.OpCode(ILOpCode.Pop);
    }

    // The assembly that declares a method, then all others that its type arguments come from.
    private static string Group(MethodBase method)
    {
        var home = Name(method.DeclaringType!);
        var others = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in method.DeclaringType!.GetGenericArguments().Concat(method.IsGenericMethod ? method.GetGenericArguments() : [])) Note(type);
        others.Remove(home);
        return string.Concat(new[] { home }.Concat(others).Select(name => name + ";"));

        void Note(Type type)
        {
            if (type.HasElementType) { Note(type.GetElementType()!); return; }
            others.Add(Name(type));
            foreach (var argument in type.GetGenericArguments()) Note(argument);
        }
        static string Name(Type type) => type.Assembly.GetName().Name!;
    }

    private MethodDefinitionHandle Method(string name, InstructionEncoder code)
    {
        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature().Parameters(0, returns => returns.Void(), _ => { });
        return _metadata.AddMethodDefinition(MethodAttributes.Public | MethodAttributes.Static, MethodImplAttributes.IL, _metadata.GetOrAddString(name), _metadata.GetOrAddBlob(signature),
            _bodies.AddMethodBody(code), default);
    }

    private byte[] Serialized()
    {
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(_metadata), _code).Serialize(image);
        return image.ToArray();
    }
}
