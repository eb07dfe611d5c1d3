// SPDX-License-Identifier: Apache-2.0

#include "crypto/rsa.hpp"

#include "base/error.hpp"
#include "crypto/internal/pkcs1.hpp"

#include <doctest/doctest.h>

namespace tutor::crypto {
namespace {

// Made for this test by the openssl command; the expected numbers are what its asn1parse prints.
constexpr const char* pkcs1_key =
    "-----BEGIN RSA PRIVATE KEY-----\n"
    "MIICXAIBAAKBgQC53Rxw1C1p5jv0yu3azfA3lVrKOZclTtRGTP/RRmTI9yTX01aN\n"
    "y5iX1QjRvFTwdx3hhQpxQwu8DQgECk+n5fHppI5IXWw7OdOWE3vkGLrTo2JGzdKa\n"
    "TIRth9eLs1wy9Xm8a3ptXBmwuHm+jIvtLlGM8ZcMLQiXix1+o107kBLHbQIDAQAB\n"
    "AoGAJLwf9+jnxOt9ZCeLlVhopwO8+wUg633GFNL5KMqp9tJqFMIvdD0OPswbPyDj\n"
    "BNf2LvGVm8ctlZBZyjqjfcLD6hyXr+B1c0Q2H1tuchNJW4JEksMhVPPWti2Ym6Kz\n"
    "P03L+zQJYAlp8pQiu4dmX8KW00lZcVpUaKuWhzHS05ehB30CQQDhSh06VexkHHdl\n"
    "cWLK9Hd4/SD35+uAAZbkHd0eb2cd+vZEJl2Qo1h2yYPOOq3ek975MkT0KSnJr01h\n"
    "Ji8d+UwTAkEA0zMpkqWo8cq76M127uFmoMdGNupYXlrB14zVWiZeNhlEcZbSfePL\n"
    "7qeZbdJNL7ZKVnRqz7HafvD0KXNcAW8OfwJAKI9mWbVUfOWfHVVfmviOderkv50y\n"
    "ifY/S0yRHcSixQQEyFo76ClwaNp4720jFnp631SMk4TBsDzuanosa3IRnwJADNk4\n"
    "9z3yyDrwMZqGWMQHrVJSODcLhzn4PvfHZwOciagB3PMy/QultXAmymKX5YYugZH1\n"
    "iYslYsGf6QGmoEO0WwJBAKzJmK44au9eFwrgtuQuAL0aUA1dIAz7DJRm6atl2yG8\n"
    "A2dnaXJzxuStpsVFkn6HPuAHiQZ+AZMM9MSlh3Wsmsg=\n"
    "-----END RSA PRIVATE KEY-----\n";

constexpr const char* pkcs8_key =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBALndHHDULWnmO/TK\n"
    "7drN8DeVWso5lyVO1EZM/9FGZMj3JNfTVo3LmJfVCNG8VPB3HeGFCnFDC7wNCAQK\n"
    "T6fl8emkjkhdbDs505YTe+QYutOjYkbN0ppMhG2H14uzXDL1ebxrem1cGbC4eb6M\n"
    "i+0uUYzxlwwtCJeLHX6jXTuQEsdtAgMBAAECgYAkvB/36OfE631kJ4uVWGinA7z7\n"
    "BSDrfcYU0vkoyqn20moUwi90PQ4+zBs/IOME1/Yu8ZWbxy2VkFnKOqN9wsPqHJev\n"
    "4HVzRDYfW25yE0lbgkSSwyFU89a2LZiborM/Tcv7NAlgCWnylCK7h2ZfwpbTSVlx\n"
    "WlRoq5aHMdLTl6EHfQJBAOFKHTpV7GQcd2VxYsr0d3j9IPfn64ABluQd3R5vZx36\n"
    "9kQmXZCjWHbJg846rd6T3vkyRPQpKcmvTWEmLx35TBMCQQDTMymSpajxyrvozXbu\n"
    "4Wagx0Y26lheWsHXjNVaJl42GURxltJ948vup5lt0k0vtkpWdGrPsdp+8PQpc1wB\n"
    "bw5/AkAoj2ZZtVR85Z8dVV+a+I516uS/nTKJ9j9LTJEdxKLFBATIWjvoKXBo2njv\n"
    "bSMWenrfVIyThMGwPO5qeixrchGfAkAM2Tj3PfLIOvAxmoZYxAetUlI4NwuHOfg+\n"
    "98dnA5yJqAHc8zL9C6W1cCbKYpflhi6BkfWJiyViwZ/pAaagQ7RbAkEArMmYrjhq\n"
    "714XCuC25C4AvRpQDV0gDPsMlGbpq2XbIbwDZ2dpcnPG5K2mxUWSfoc+4AeJBn4B\n"
    "kwz0xKWHdayayA==\n"
    "-----END PRIVATE KEY-----\n";

constexpr const char* public_key =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC53Rxw1C1p5jv0yu3azfA3lVrK\n"
    "OZclTtRGTP/RRmTI9yTX01aNy5iX1QjRvFTwdx3hhQpxQwu8DQgECk+n5fHppI5I\n"
    "XWw7OdOWE3vkGLrTo2JGzdKaTIRth9eLs1wy9Xm8a3ptXBmwuHm+jIvtLlGM8ZcM\n"
    "LQiXix1+o107kBLHbQIDAQAB\n"
    "-----END PUBLIC KEY-----\n";

constexpr const char* elliptic_key =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "MHcCAQEEILuCA0Kd51I48qTeQ/vZkWCRkeJ2LxMZKVqWHZZ9Li5zoAoGCCqGSM49\n"
    "AwEHoUQDQgAEiCoEf8Y9hE33aVSP6WXdNzVyaK1qF1WOhbjpt+R/jRfGCoRZwSTM\n"
    "UlwBQfy9KfXRYa7NInR3FERBbOZz2fIcZQ==\n"
    "-----END EC PRIVATE KEY-----\n";

// the same key, protected by the passphrase "abcd"
constexpr const char* encrypted_key =
    "-----BEGIN RSA PRIVATE KEY-----\n"
    "Proc-Type: 4,ENCRYPTED\n"
    "DEK-Info: AES-128-CBC,684C5DECEC8F5934F162AC811CAC1B4B\n"
    "\n"
    "0tbifT3cDuJhZuxfzxPTeICCqrkHvk9vRond4H+yz7fJO027LOFqZ5vmlHaoKBFL\n"
    "9cyejce/sgTiglQJCyLTgCqbRQqQne7ROnu5i7uKQcRdZUgNNNaITVX7JpoZvKwB\n"
    "bvqE4OeMTKn+JMmWBDot8Ivhf2r9YuPRiJhgtkyIjIHnCJM+wf+soGDo+5SWMAxk\n"
    "MqqG0fgWmNkdFPuuz5B8OdX3C1rXTmnWvDWmKK12TX5XR8jhlHcqS78jKkRL7zox\n"
    "5MFfmmt5XX4c29keWC7sS+u6B6olWE2FnpuXq4YssQsTWEf16+gw4vrswD4lQOkD\n"
    "UO4cpVUh21ZB8hf4OhlApVyJ2qypUro6DkVKTSJAoXU4g1lJvesVkNs4h/p1TlB+\n"
    "/bWS+2o9/HSYiDx2n+kIYxQQbDLG6dv0y91OSbsUAIkf5IEXlHEu46TODQbnHuiu\n"
    "tgBTNr3VRS/SMj1sz6MRBrIWBrVHcoLNlfDayr+eWclVCMPEVCXVnmabbjSDjvaH\n"
    "EDA44/4Ue6CeCsYWwLemdw4zDjmdAbrJfoqUWXDr5FH5fczf8pN7TxUoDcNIsgX8\n"
    "xjMT7kjWsTKO6fGswQukLzU87q1gQNLav5xq/hwr+uDGLeLakKS4c24kOUWBnt6f\n"
    "lhyQ0CAh+CgTzEZS2ONI7Z8RTegzZDMcMb0MM6AkrAj5a40HEEgcsNBYPdPaFE2j\n"
    "4In9k4mJhg6MzqzKLBjrzhH/GB341yzV518ucmB/aQXaclwxL4aP1Kb5jq+O1EzV\n"
    "bqsQ2zdLHrXct3VOGnv+ax7229eFCBaD5EOTi4RuP3OIA6RXxmppAS9irHf5CFZE\n"
    "-----END RSA PRIVATE KEY-----\n";

}  // namespace

TEST_CASE("the numbers of a key in PKCS#1 form") {
    const RsaNumbers key = rsa_import(pkcs1_key);
    CHECK(key.e == "65537");
    CHECK(
        key.n
        == "13051793940358726200127414689508804079720206988982329369467939996117524978190049"
           "96453073169112210955742694115449117565808909021587873966886108408397578135382272"
           "15528336907678839226175850439160572290635112793966066803749749473994421374005246"
           "459917754229099968658096106631900752855044653190947355200206983579501");
    CHECK(
        key.d
        == "25796097915599826124212338445947714915943030826599953052888937053833758188885014"
           "14324222463571794331405941205336286346632100730370284189553345776275055248889239"
           "88545033975192290817559797672992663239064542501539264822648656724696229010293049"
           "04346502469426519972224887147529249825682998487925121020424332838781");
    CHECK(
        key.p
        == "11799368977958062201781056767234099645863279570967856228976685087525207446046152"
           "656019303598845056799688457609199123706371700124303155347699198644746538003");
    CHECK(
        key.q
        == "11061433848488228383125000950217049042075870489969673911113135091429734266921035"
           "851075722970902352350782831560602483287066569435391191845417113617397911167");
    CHECK(
        key.dp
        == "21243077127565676780874115201580045122837608626859596204540321856006518860475541"
           "32602526254829681327792302231273028374986338858456336572432409857170215327");
    CHECK(
        key.dq
        == "67293188205017877784334618289691890887218663722033492353339441246212598260851381"
           "5680286059553956983422664287839267907678630580266180659591956177313051739");
    CHECK(
        key.invq
        == "90496149397936916089404440785544019805715621122687206437667240427239926743864944"
           "44765929469209760375530972024918676408880992735923537971131089076198611656");
}

TEST_CASE("PKCS#8 holds the same key") {
    CHECK(rsa_import(pkcs8_key).d == rsa_import(pkcs1_key).d);
}

TEST_CASE("a new key is PKCS#1 without a final newline and can be imported") {
    const std::string pem = rsa_generate_pem(1024);
    CHECK(pem.substr(0, 32) == "-----BEGIN RSA PRIVATE KEY-----\n");
    CHECK(pem.substr(pem.size() - 30) == "\n-----END RSA PRIVATE KEY-----");
    const RsaNumbers key = rsa_import(pem);
    CHECK(key.e == "65537");
    CHECK(key.n.size() >= 308);
    CHECK(rsa_generate_pem(1024) != pem);
}

TEST_CASE("sizes that are unsafe or endless are refused") {
    CHECK_THROWS_AS(rsa_generate_pem(1023), Error);
    CHECK_THROWS_AS(rsa_generate_pem(-1), Error);
    CHECK_THROWS_AS(rsa_generate_pem(16385), Error);
}

TEST_CASE("what is no RSA private key is refused without asking for a passphrase") {
    for (const char* text : {"", "no key", public_key, encrypted_key}) {
        CHECK_THROWS_WITH_AS(
            rsa_import(text),
            "the text is no RSA private key in PEM format, or it is protected by a passphrase",
            Error);
    }
    CHECK_THROWS_WITH_AS(rsa_import(elliptic_key), "the private key is not an RSA key", Error);
}

TEST_CASE("the usual form of a key is read without OpenSSL's decoders, with the same result") {
    const std::string pem = rsa_generate_pem(1024);
    const std::optional<RsaNumbers> direct = read_pkcs1(pem);
    REQUIRE(direct.has_value());
    // A comment before the armour sends the key the long way.
    const RsaNumbers decoded = rsa_import("a comment\n" + pem + "\n");
    CHECK(direct->n == decoded.n);
    CHECK(direct->e == decoded.e);
    CHECK(direct->d == decoded.d);
    CHECK(direct->p == decoded.p);
    CHECK(direct->q == decoded.q);
    CHECK(direct->dp == decoded.dp);
    CHECK(direct->dq == decoded.dq);
    CHECK(direct->invq == decoded.invq);
}

TEST_CASE("a damaged key is left to OpenSSL's errors") {
    const std::string pem = rsa_generate_pem(1024);
    CHECK_FALSE(read_pkcs1(pem.substr(0, pem.size() - 40) + "-----END RSA PRIVATE KEY-----"));
    CHECK_FALSE(read_pkcs1("-----BEGIN RSA PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----"));
    CHECK_FALSE(read_pkcs1("-----BEGIN PRIVATE KEY-----"));
    std::string other = pem;
    other[40] = '*';
    CHECK_FALSE(read_pkcs1(other));
}

}  // namespace tutor::crypto
