"""The stack, read as CloudFormation reads it after SAM's transformation, and judged by AWS's own linters."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from packing.function import HANDLER, ROOT
from packing.reach import reached
from packing.target import Target
from skill.alexa.limits import ANSWER_WITHIN
from tests.parts.finding import part

STACK = ROOT / "lambda" / "stack.yaml"
OFFLINE = {"AWS_DEFAULT_REGION": "us-east-1", "SAM_CLI_TELEMETRY": "0", "AWS_EC2_METADATA_DISABLED": "true"}
TRANSFORM = """
import json, sys
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse
class NoPolicies:
    def load(self):
        return {}
told = yaml_parse(open(sys.argv[1]).read())
function = told["Resources"]["Function"]["Properties"]
function["CodeUri"] = "s3://bucket/" + function["CodeUri"]
print(json.dumps(transform(told, {}, NoPolicies())))
"""
"""SAM wants the code uploaded; its path stays readable behind the bucket's name."""

Resources = dict[str, dict[str, Any]]


def asked(home: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    settings = {"PATH": os.environ["PATH"], "HOME": str(home), **OFFLINE}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=settings)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    python = part("sam") / "bin" / "python"
    run = asked(tmp_path_factory.mktemp("home"), python, "-W", "ignore", "-c", TRANSFORM, STACK)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def resources(stack: dict[str, Any]) -> Resources:
    return stack["Resources"]


def properties(resources: Resources, type: str) -> dict[str, Any]:
    (found,) = (each["Properties"] for each in resources.values() if each["Type"] == type)
    return found


def statements(resources: Resources) -> list[dict[str, Any]]:
    policies = properties(resources, "AWS::IAM::Role")["Policies"]
    return [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]


def test_amazons_linters_find_nothing(tmp_path: Path) -> None:
    run = asked(tmp_path, part("sam") / "bin" / "sam", "validate", "--lint", "--template", STACK)
    assert run.returncode == 0, run.stdout + run.stderr


def test_they_find_a_wrong_property(tmp_path: Path) -> None:
    broken = tmp_path / "stack.yaml"
    broken.write_text(STACK.read_text(encoding="utf-8").replace("BillingMode:", "BillingModus:"), encoding="utf-8")
    run = asked(tmp_path, part("sam") / "bin" / "cfn-lint", broken)
    assert run.returncode != 0
    assert "BillingModus" in run.stdout + run.stderr


def test_the_function_is_the_archive_we_build_for_its_machine_and_python(resources: Resources) -> None:
    function, shipped = properties(resources, "AWS::Lambda::Function"), Target()
    assert function["Runtime"] == f"python{shipped.python}"
    assert function["Architectures"] == [shipped.arch]
    assert function["Code"]["S3Key"].endswith(f"/build/gentle-back-{shipped.name}.zip")
    module, _, name = function["Handler"].partition(".")
    assert f"def {name}(" in (ROOT / "lambda" / f"{module}.py").read_text(encoding="utf-8")


def test_only_alexas_trigger_of_our_own_skill_may_invoke_it(resources: Resources) -> None:
    permission = properties(resources, "AWS::Lambda::Permission")
    assert permission["Principal"] == "alexa-appkit.amazon.com"
    assert permission["EventSourceToken"] == {"Ref": "SkillId"}
    assert not {each["Type"] for each in resources.values()} & {"AWS::Lambda::Url", "AWS::ApiGateway::RestApi"}


def test_it_may_read_write_and_erase_items_of_its_table_and_write_its_log_and_nothing_else(
    resources: Resources,
) -> None:
    allowed = {action: statement["Resource"] for statement in statements(resources) for action in statement["Action"]}
    assert set(allowed) == {
        *("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"),
        *("logs:CreateLogStream", "logs:PutLogEvents"),
    }
    assert allowed["dynamodb:GetItem"] == {"Fn::GetAtt": ["Table", "Arn"]}
    assert "${Log}" in allowed["logs:PutLogEvents"]["Fn::Sub"]
    assert "ManagedPolicyArns" not in properties(resources, "AWS::IAM::Role")


def test_the_table_is_as_the_store_expects_it_on_demand_and_encrypted(resources: Resources) -> None:
    table = properties(resources, "AWS::DynamoDB::Table")
    assert table["KeySchema"] == [{"AttributeName": "key", "KeyType": "HASH"}]
    assert table["AttributeDefinitions"] == [{"AttributeName": "key", "AttributeType": "S"}]
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["SSESpecification"]["SSEEnabled"] is True


def test_the_secret_is_made_by_amazon_and_outlives_the_stack_as_the_table_does(resources: Resources) -> None:
    secret = properties(resources, "AWS::SecretsManager::Secret")
    assert "SecretString" not in secret
    assert secret["GenerateSecretString"]["PasswordLength"] >= 32
    for each in resources.values():
        if each["Type"] in ("AWS::SecretsManager::Secret", "AWS::DynamoDB::Table"):
            assert each["DeletionPolicy"] == each["UpdateReplacePolicy"] == "Retain"


def test_every_variable_is_one_the_function_reads(resources: Resources) -> None:
    told = properties(resources, "AWS::Lambda::Function")["Environment"]["Variables"]
    files = (HANDLER, *(ROOT / file for file in reached(HANDLER, ROOT).files))
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    assert {name for name in told if name not in code} == set()
    assert {"GENTLE_BACK_SKILL_ID", "GENTLE_BACK_SECRET", "GENTLE_BACK_TABLE"} <= set(told)


def test_nobody_but_the_distribution_reads_the_tracks_and_only_over_https(resources: Resources) -> None:
    blocked = properties(resources, "AWS::S3::Bucket")["PublicAccessBlockConfiguration"]
    assert set(blocked.values()) == {True}
    behaviour = properties(resources, "AWS::CloudFront::Distribution")["DistributionConfig"]["DefaultCacheBehavior"]
    assert behaviour["ViewerProtocolPolicy"] == "https-only"
    rules = properties(resources, "AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"]
    (allowing,) = (rule for rule in rules if rule["Effect"] == "Allow")
    assert allowing["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert allowing["Action"] == "s3:GetObject"
    assert "AWS:SourceArn" in allowing["Condition"]["StringEquals"]


def test_logs_go_after_two_weeks_and_every_alarm_can_reach_someone(resources: Resources) -> None:
    assert properties(resources, "AWS::Logs::LogGroup")["RetentionInDays"] == 14
    alarms = [each["Properties"] for each in resources.values() if each["Type"] == "AWS::CloudWatch::Alarm"]
    assert {alarm["MetricName"] for alarm in alarms} == {"Errors", "Throttles", "Duration", "Failed", "NotKept"}
    for alarm in alarms:
        assert alarm["AlarmActions"]["Fn::If"][:2] == ["HasMail", [{"Ref": "AlarmTopic"}]]


def test_it_ends_before_alexa_does(resources: Resources) -> None:
    assert properties(resources, "AWS::Lambda::Function")["Timeout"] < ANSWER_WITHIN


def test_the_page_on_deploying_tells_every_parameter_and_its_default(stack: dict[str, Any]) -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    rows = {row.split("|")[-3].strip(" `"): row.split("|")[-2].strip(" `") for row in page.splitlines() if "|" in row}
    for name, parameter in stack["Parameters"].items():
        assert rows[name] == {"SkillId": "none", "AlarmMail": "nobody"}.get(name, parameter.get("Default"))
    assert "FunctionArn" in stack["Outputs"]
    assert "OutputKey=='TracksBucket'" in page
    assert "TracksBucket" in stack["Outputs"]
