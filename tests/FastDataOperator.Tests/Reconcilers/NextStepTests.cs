using FastDataOperator.Core.Findings;
using FastDataOperator.Reconcilers;
using FastDataOperator.Status;

namespace FastDataOperator.Tests.Reconcilers;

public sealed class NextStepTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData(90, 90)]
    [InlineData(3600, 3600)]
    [InlineData(31_536_000, 3600)]
    public void Retry_GivenWhatAServerAsksFor_ThenComesBackWithinAnHour(int? asked, int? atLeast)
    {
        var time = asked is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        var expected = atLeast is { } least ? TimeSpan.FromSeconds(least) : (TimeSpan?)null;

        Assert.Equal(expected, new NextStep.Retry(time).AtLeast);
        Assert.Equal(new NextStep.Retry(time), NextStep.Of(new PassOutcome.Failed("ServerError", true, "", time, ConditionType.Published)));
    }

    [Theory]
    [InlineData(Reason.SecretMissing, typeof(NextStep.Retry))]
    [InlineData(Reason.NameCollision, typeof(NextStep.Look))]
    internal void Of_GivenARefusal_ThenComesBackSoonWhereASecretMayComeAMomentLater(Reason reason, Type expected) =>
        Assert.IsType(expected, NextStep.Of(new PassOutcome.Refused([new Finding { Reason = Reason.InvalidValue, Rule = "api", Message = "" }, new Finding { Reason = reason, Rule = "api", Message = "" }], null)));
}
