using System.Text;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Imports;
using k8s;

namespace FastDataOperator.Tests.Api;

public sealed class ImportObjectTests
{
    [Fact]
    public void Of_AWholeObject_ReadsWhatTheManifestReaderReads()
    {
        var read = Read("""
            "spec": { "source": { "repository": { "url": "https://git.example.com/a.git" } }, "destination": { "repository": { "url": "https://git.example.com/b.git" } },
              "interval": "10m", "prune": true, "importAs": "Resource", "select": { "erSchemas": [{ "name": "er" }] } },
            "status": { "observedGeneration": 3, "lastHandledReconcileAt": "a", "fieldOfTomorrow": {}, "resources": [{ "kind": "CastFunction", "name": "c", "importAs": "Resource" }] }
            """);

        Assert.Empty(read.Problems);
        Assert.Equal(TimeSpan.FromMinutes(10), read.Import!.Spec.Interval);
        Assert.Equal(ImportMode.Resource, read.Import.Spec.ImportAs);
        Assert.Equal("team-a/orders", read.Import.Metadata.QualifiedName);
        Assert.Equal(3, read.Status.ObservedGeneration);
        Assert.Equal("c", Assert.Single(read.Status.Resources).Name);
        Assert.True(read.IsAsked);
        Assert.True(read.HasFinalizer);
        Assert.Equal(7, read.Generation);
    }

    [Theory]
    [InlineData("\"spec\": 5")]
    [InlineData("\"spec\": null")]
    [InlineData("\"spec\": {}")]
    [InlineData("\"spec\": { \"select\": [] }")]
    [InlineData("\"status\": { \"conditions\": [{}] }")]
    [InlineData("\"spec\": { \"interval\": 5 }")]
    public void Of_WhatCannotBeUnderstood_SaysSoWithoutAPlace(string members)
    {
        var read = Read(members);

        Assert.Null(read.Import);
        Assert.All(read.Problems, problem => Assert.StartsWith("spec", problem.ToString(), StringComparison.Ordinal));
        Assert.NotEmpty(read.Problems);
    }

    [Fact]
    public void Of_AFieldOfALaterVersion_NamesIt()
    {
        var read = Read("""
            "spec": { "source": { "repository": { "url": "https://git.example.com/a.git" } }, "destination": { "repository": { "url": "https://git.example.com/b.git" } },
              "select": { "all": true }, "later": 1 }
            """);

        Assert.StartsWith("spec.later: no such field", Assert.Single(read.Problems).ToString(), StringComparison.Ordinal);
    }

    private static ImportObject Read(string members)
    {
        var json = $$"""
            { "apiVersion": "fastdata.gitops.dev/v1alpha1", "kind": "FastDataImport",
              "metadata": { "name": "orders", "namespace": "team-a", "uid": "u", "resourceVersion": "12", "generation": 7,
                "finalizers": ["fastdata.gitops.dev/remove-references"], "annotations": { "reconcile.fastdata.gitops.dev/requestedAt": "b" } },
              {{members}} }
            """;
        return ImportObject.Of(KubernetesJson.Deserialize<ImportResource>(new MemoryStream(Encoding.UTF8.GetBytes(json))));
    }
}
