using System.Text;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Findings;

namespace FastDataOperator.Manifests;

/// <summary>Reads a <c>Secret</c> of <c>v1</c>. Messages name keys, never values.</summary>
internal static class SecretReader
{
    public static SecretManifest? Read(FieldReader fields, ManifestNode node, ManifestProblems problems)
    {
        fields.Skip("apiVersion", "kind", "type", "immutable");
        var metadata = fields.RequiredMap("metadata", FastDataImportReader.ReadMetadata);
        var data = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var places = new Dictionary<string, FileLocation>(StringComparer.Ordinal);
        foreach (var (key, value, place) in fields.TextMembers("data"))
        {
            try
            {
                data[key] = Convert.FromBase64String(value);
                places[key] = place;
            }
            catch (FormatException)
            {
                problems.Add(Reason.InvalidValue, place, $"data.{Quoted.Line(key)}: is not base64", "encode it, or move it to stringData");
            }
        }

        foreach (var (key, value, place) in fields.TextMembers("stringData"))
        {
            data[key] = Encoding.UTF8.GetBytes(value);
            places[key] = place;
        }

        return metadata is null ? null : new SecretManifest(metadata.Namespace ?? ObjectMetadata.DefaultNamespace, metadata.Name, data, node.Location, places);
    }
}
