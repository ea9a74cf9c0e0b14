#pragma once

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

// The library's handle for dlsym. On Linux it is loaded when it is needed; NULL if the system does not have it. Elsewhere the
// program is linked with it.
#ifdef __linux__
void *copenssl_open(void);
#else
#include <dlfcn.h>
static inline void *copenssl_open(void) { return RTLD_DEFAULT; }
#endif

// What Swift cannot import: calls that OpenSSL defines as macros with arguments, and constants made by such macros.

// A macro around SSL_CTX_ctrl.
static inline int copenssl_use_dtls12_only(SSL_CTX *context) {
    return SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION) == 1 &&
           SSL_CTX_set_max_proto_version(context, DTLS1_2_VERSION) == 1;
}

// The options are values of the macro SSL_OP_BIT. With encrypt-then-MAC, OpenSSL ends an association at the first
// forged record; the older order protects just as well, and skips such records.
static inline void copenssl_set_options(SSL_CTX *context, int asks_for_cookie) {
    SSL_CTX_set_options(context, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_ENCRYPT_THEN_MAC);
    if (asks_for_cookie) SSL_CTX_set_options(context, SSL_OP_COOKIE_EXCHANGE);
}

// A macro around SSL_CTX_ctrl.
static inline void copenssl_keep_sessions(SSL_CTX *context, int mode) {
    SSL_CTX_set_session_cache_mode(context, mode);
}

// A macro around SSL_ctrl.
static inline void copenssl_set_mtu(SSL *ssl, long bytes) { SSL_set_mtu(ssl, bytes); }

// A macro around SSL_ctrl.
static inline long copenssl_handle_timeout(SSL *ssl) { return DTLSv1_handle_timeout(ssl); }

// A macro around BIO_set_flags.
static inline void copenssl_set_retry_read(BIO *bio) { BIO_set_retry_read(bio); }

// A macro around BIO_clear_flags.
static inline void copenssl_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }

// The parameters are an array in the form of macros.
static inline int copenssl_hkdf_sha256(
    const unsigned char *secret, size_t secret_size, const unsigned char *info, size_t info_size, unsigned char *key,
    size_t key_size) {
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *context = kdf != NULL ? EVP_KDF_CTX_new(kdf) : NULL;
    EVP_KDF_free(kdf);
    if (context == NULL) return 0;
    char digest[] = "SHA256";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)secret, secret_size),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_size),
        OSSL_PARAM_construct_end(),
    };
    int result = EVP_KDF_derive(context, key, key_size, parameters);
    EVP_KDF_CTX_free(context);
    return result == 1;
}
