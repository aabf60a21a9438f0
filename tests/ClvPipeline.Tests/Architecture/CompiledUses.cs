using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ClvPipeline.Tests.Architecture;

/// <summary>What an assembly uses of others, read from the compiled file: no spelling and no alias can hide anything.</summary>
internal static class CompiledUses
{
    /// <summary>Full names of the types used, and of their members as 'Type.Member(number of parameters)'.</summary>
    public static (IReadOnlySet<string> Types, IReadOnlySet<string> Members) Of(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = file.GetMetadataReader();
        var types = reader.TypeReferences.Select(handle => Name(reader, handle)).ToHashSet();
        var members = reader.MemberReferences.Select(reader.GetMemberReference).Where(member => member.Parent.Kind == HandleKind.TypeReference && member.GetKind() == MemberReferenceKind.Method)
            .Select(member => $"{Name(reader, (TypeReferenceHandle)member.Parent)}.{reader.GetString(member.Name)}({Parameters(reader, member)})").ToHashSet();
        return (types, members);
    }

    private static string Name(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var space = reader.GetString(type.Namespace);
        return space.Length == 0 ? reader.GetString(type.Name) : $"{space}.{reader.GetString(type.Name)}";
    }

    private static int Parameters(MetadataReader reader, MemberReference member)
    {
        var signature = reader.GetBlobReader(member.Signature);
        if (signature.ReadSignatureHeader().IsGeneric) signature.ReadCompressedInteger();
        return signature.ReadCompressedInteger();
    }
}
