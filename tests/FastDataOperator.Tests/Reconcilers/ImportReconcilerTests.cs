using FastDataOperator.Reconcilers;

namespace FastDataOperator.Tests.Reconcilers;

public sealed class ImportReconcilerTests
{
    [Theory]
    [InlineData("24h", 15 * 60)]
    [InlineData("15m", 15 * 60)]
    [InlineData("90s", 90)]
    public void TimeoutOf_WhatAnImportAsksFor_IsBounded(string timeout, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), ImportReconciler.TimeoutOf(ImportObjectBuilder.Make(spec: $"\"timeout\": \"{timeout}\"")));

    [Fact]
    public void TimeoutOf_AnImportThatAsksForNone_IsTheDefault()
    {
        Assert.Equal(TimeSpan.FromSeconds(60), ImportReconciler.TimeoutOf(ImportObjectBuilder.Make()));
        Assert.Equal(TimeSpan.FromSeconds(60), ImportReconciler.TimeoutOf(null));
    }
}
