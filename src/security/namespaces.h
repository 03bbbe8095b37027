/* namespaces.h - the names that an envelope is made of
 * PURPOSE    who writes envelopes and who reads them mean the same by them
 * SOURCE     edukoppeling.md section 3
 * THREADS    any, constants
 */
#ifndef BRONPOST_SRC_SECURITY_NAMESPACES_H
#define BRONPOST_SRC_SECURITY_NAMESPACES_H

#define NS_SOAPENV "http://schemas.xmlsoap.org/soap/envelope/"
#define NS_WSA     "http://www.w3.org/2005/08/addressing"
#define NS_DS      "http://www.w3.org/2000/09/xmldsig#"
#define OASIS      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
#define NS_WSSE    OASIS "wssecurity-secext-1.0.xsd"
#define NS_WSU     OASIS "wssecurity-utility-1.0.xsd"
#define X509V3     OASIS "x509-token-profile-1.0#X509v3"
#define BASE64     OASIS "soap-message-security-1.0#Base64Binary"
#define EXC_C14N   "http://www.w3.org/2001/10/xml-exc-c14n#"
#define RSA_SHA256 "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
#define SHA256     "http://www.w3.org/2001/04/xmlenc#sha256"

#endif
