using System.Collections;
using System.Reflection;
using System.Text.Json;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Manifests;

namespace FastDataOperator.Cluster.Tests.Api;

/// <summary>The CRD, the records and the readers say the same. Needs no API server.</summary>
public sealed class SchemaTests
{
    private static readonly ImportSchema s_spec = ImportSchema.Load().Properties["spec"];
    private static readonly ImportSchema s_status = ImportSchema.Load().Properties["status"];

    [Fact]
    public void Spec_InSchemaAndRecords_IsTheSame() => AssertNone(SchemaComparison.Compare(s_spec, typeof(ImportSpec), "spec", isRequiredAlike: true));

    [Fact]
    public void Status_InSchemaAndRecords_IsTheSame() => AssertNone(SchemaComparison.Compare(s_status, typeof(ImportStatus), "status", isRequiredAlike: false));

    [Fact]
    public void SpecReader_GivenEveryFieldOfTheSchema_KeepsAllOfThem() =>
        AssertIsKept(s_spec, "spec", static fields => FastDataImportReader.ReadSpec(fields, NeededRepositories.Both));

    [Fact]
    public void StatusReader_GivenEveryFieldOfTheSchema_KeepsAllOfThem() => AssertIsKept(s_status, "status", ImportStatusReader.Read);

    [Fact]
    public void Schema_OfEveryField_DescribesIt() => AssertNone(Undescribed(s_spec, "spec").Concat(Undescribed(s_status, "status")));

    private static void AssertIsKept<T>(ImportSchema schema, string path, Func<FieldReader, T> read)
        where T : class
    {
        var sample = JsonSerializer.SerializeToElement(SchemaSample.Of(schema));
        var problems = new ManifestProblems();

        var value = FieldReader.Read(JsonManifest.Node(sample), path, problems, read);

        AssertNone(problems.ToList().Select(static problem => problem.Message));
        AssertNone(Lost(value, path));
    }

    /// <summary>Names all of them, where an assertion on the collection would cut them short.</summary>
    private static void AssertNone(IEnumerable<string> faults)
    {
        var lines = faults.ToList();
        Assert.True(lines.Count == 0, string.Join('\n', lines));
    }

    /// <summary>What a value lacks: where the sample has everything, a null or an empty list is a field that the reader forgot.</summary>
    private static IEnumerable<string> Lost(object? value, string path) => value switch
    {
        null => [path],
        string or ValueType => [],
        IEnumerable list => list.Cast<object?>().DefaultIfEmpty(null).SelectMany(item => Lost(item, path + "[]")),
        _ => value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static property => property.CanWrite)
            .SelectMany(property => Lost(property.GetValue(value), $"{path}.{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}")),
    };

    private static IEnumerable<string> Undescribed(ImportSchema schema, string path) =>
        schema.Properties.SelectMany(property =>
        {
            var name = $"{path}.{property.Key}";
            string[] own = string.IsNullOrWhiteSpace(property.Value.Description) ? [name] : [];
            return own.Concat(Undescribed(property.Value.Items ?? property.Value, name));
        });
}
