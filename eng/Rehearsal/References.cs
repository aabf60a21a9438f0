using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace ClvPipeline.Rehearsal;

/// <summary>Tokens for methods and types of other assemblies (ECMA-335, II.23.2).</summary>
internal sealed class References(MetadataBuilder metadata)
{
    private readonly Dictionary<string, AssemblyReferenceHandle> _assemblies = [];
    private readonly Dictionary<Type, EntityHandle> _types = [];

    /// <summary>The token of a method, its type arguments given; none where its signature is of a kind that is not written here.</summary>
    public EntityHandle TryGet(MethodBase method)
    {
        try
        {
            var declared = method.Module.ResolveMethod(method.MetadataToken)!;
            var member = metadata.AddMemberReference(Owner(method.DeclaringType!), metadata.GetOrAddString(method.Name), metadata.GetOrAddBlob(Signature(declared)));
            if (!method.IsGenericMethod) return member;
            var arguments = new BlobBuilder();
            arguments.WriteByte(0x0A);
            Write(arguments, method.GetGenericArguments());
            return metadata.AddMethodSpecification(member, metadata.GetOrAddBlob(arguments));
        }
        catch (Exception wrong) when (wrong is NotSupportedException or ArgumentException) // such as what an array has without declaring it
        {
            return default;
        }
    }

    private BlobBuilder Signature(MethodBase declared)
    {
        var (blob, parameters) = (new BlobBuilder(), declared.GetParameters());
        blob.WriteByte((byte)((declared.IsStatic ? 0 : 0x20) | (declared.IsGenericMethodDefinition ? 0x10 : 0) | (declared.CallingConvention.HasFlag(CallingConventions.VarArgs) ? throw new NotSupportedException() : 0)));
        if (declared.IsGenericMethodDefinition) blob.WriteCompressedInteger(declared.GetGenericArguments().Length);
        blob.WriteCompressedInteger(parameters.Length);
        if (declared is MethodInfo { ReturnParameter: var returned }) Write(blob, returned);
        else Write(blob, typeof(void));
        foreach (var parameter in parameters) Write(blob, parameter);
        return blob;
    }

    private void Write(BlobBuilder blob, ParameterInfo parameter)
    {
        foreach (var modifier in parameter.GetRequiredCustomModifiers()) Modify(0x1F, modifier);
        foreach (var modifier in parameter.GetOptionalCustomModifiers()) Modify(0x20, modifier);
        Write(blob, parameter.ParameterType);

        void Modify(byte kind, Type modifier)
        {
            blob.WriteByte(kind);
            blob.WriteCompressedInteger(CodedIndex.TypeDefOrRefOrSpec(Reference(modifier)));
        }
    }

    private void Write(BlobBuilder blob, Type[] arguments)
    {
        blob.WriteCompressedInteger(arguments.Length);
        foreach (var argument in arguments) Write(blob, argument);
    }

    private void Write(BlobBuilder blob, Type type)
    {
        if (type.IsFunctionPointer || type.IsVariableBoundArray) throw new NotSupportedException();
        if (type.HasElementType)
        {
            blob.WriteByte((byte)(type.IsByRef ? 0x10 : type.IsPointer ? 0x0F : 0x1D));
            Write(blob, type.GetElementType()!);
        }
        else if (type.IsGenericParameter)
        {
            blob.WriteByte((byte)(type.IsGenericMethodParameter ? 0x1E : 0x13));
            blob.WriteCompressedInteger(type.GenericParameterPosition);
        }
        else if (Simple(type) is { } code)
        {
            blob.WriteByte((byte)code);
        }
        else
        {
            if (type.IsGenericType) blob.WriteByte(0x15);
            blob.WriteByte((byte)(type.IsValueType ? 0x11 : 0x12));
            blob.WriteCompressedInteger(CodedIndex.TypeDefOrRefOrSpec(Reference(type.IsGenericType ? type.GetGenericTypeDefinition() : type)));
            if (type.IsGenericType) Write(blob, type.GetGenericArguments());
        }
    }

    private static SignatureTypeCode? Simple(Type type) => type == typeof(void) ? SignatureTypeCode.Void : type == typeof(object) ? SignatureTypeCode.Object : type == typeof(nint) ? SignatureTypeCode.IntPtr
        : type == typeof(nuint) ? SignatureTypeCode.UIntPtr : type == typeof(TypedReference) ? SignatureTypeCode.TypedReference : type.IsEnum ? null : Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => SignatureTypeCode.Boolean,
            TypeCode.Char => SignatureTypeCode.Char,
            TypeCode.SByte => SignatureTypeCode.SByte,
            TypeCode.Byte => SignatureTypeCode.Byte,
            TypeCode.Int16 => SignatureTypeCode.Int16,
            TypeCode.UInt16 => SignatureTypeCode.UInt16,
            TypeCode.Int32 => SignatureTypeCode.Int32,
            TypeCode.UInt32 => SignatureTypeCode.UInt32,
            TypeCode.Int64 => SignatureTypeCode.Int64,
            TypeCode.UInt64 => SignatureTypeCode.UInt64,
            TypeCode.Single => SignatureTypeCode.Single,
            TypeCode.Double => SignatureTypeCode.Double,
            TypeCode.String => SignatureTypeCode.String,
            _ => null,
        };

    // A type with arguments is written out; any other has a name.
    private EntityHandle Owner(Type type)
    {
        if (!type.IsGenericType && !type.HasElementType) return Reference(type);
        var blob = new BlobBuilder();
        Write(blob, type);
        return metadata.AddTypeSpecification(metadata.GetOrAddBlob(blob));
    }

    private EntityHandle Reference(Type type)
    {
        if (_types.TryGetValue(type, out var known)) return known;
        var scope = type.DeclaringType is { } outer ? Reference(outer) : Assembly(type.Assembly.GetName().Name!);
        return _types[type] = metadata.AddTypeReference(scope, type.IsNested ? default : metadata.GetOrAddString(type.Namespace ?? ""), metadata.GetOrAddString(type.Name));
    }

    private AssemblyReferenceHandle Assembly(string name)
    {
        if (_assemblies.TryGetValue(name, out var known)) return known;
        return _assemblies[name] = metadata.AddAssemblyReference(metadata.GetOrAddString(name), new Version(0, 0), default, default, default, default);
    }
}
