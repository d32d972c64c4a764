/**
 * Passkeys: asks the browser for what the page asks (#passkey-asked) when the button of a form
 * [data-passkey="get"|"create"] is pressed, and sends the answer in its field "credential".
 * Forms stay hidden where the browser knows no passkeys.
 */
const asked = JSON.parse(document.getElementById("passkey-asked")?.textContent ?? "null");

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** What the server says in JSON, with its binary parts as the browser wants them. */
function options({ publicKey }) {
  const keys = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  return {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    ...(publicKey.user && { user: { ...publicKey.user, id: bytes(publicKey.user.id) } }),
    ...(publicKey.allowCredentials && { allowCredentials: keys(publicKey.allowCredentials) }),
    ...(publicKey.excludeCredentials && { excludeCredentials: keys(publicKey.excludeCredentials) }),
  };
}

/** A credential as JSON (WebAuthn level 3, RegistrationResponseJSON and its sibling). */
function plain(credential) {
  const response = {};
  for (const name of [
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
  ]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function ask(form) {
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    const publicKey = options(asked.creation_options ?? asked.request_options);
    const found = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.credential.value = JSON.stringify(plain(found));
    form.submit();
  } catch {
    // Cancelled, too slow, or no such key here: the browser does not tell which, on purpose.
    failed.hidden = false;
  }
}

const known = Boolean(window.PublicKeyCredential && asked);
for (const form of document.querySelectorAll("[data-passkey]")) {
  const button = form.querySelector("[data-passkey-button]");
  if (known) {
    form.hidden = button.hidden = false;
    button.addEventListener("click", () => ask(form));
  } else {
    form.querySelector("[data-passkey-missing]")?.removeAttribute("hidden");
  }
}
