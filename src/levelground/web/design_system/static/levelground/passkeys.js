// Passkeys. A form with `data-passkey` asks the browser for one (`add`, `use`, `login`), puts the answer in its field `credential`
// and posts itself. Parts with `data-passkeys` are shown where the browser can do this; parts with `data-no-passkeys` elsewhere.

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withBytes = (keys) => (keys || []).map((key) => ({ ...key, id: toBytes(key.id) }));

async function add(options, alone) {
    const asked = options.publicKey;
    const chosen = { ...asked.authenticatorSelection };
    if (alone) Object.assign(chosen, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
    const made = await navigator.credentials.create({
        publicKey: {
            ...asked,
            challenge: toBytes(asked.challenge),
            user: { ...asked.user, id: toBytes(asked.user.id) },
            excludeCredentials: withBytes(asked.excludeCredentials),
            authenticatorSelection: chosen,
        },
    });
    return {
        id: made.id,
        rawId: toText(made.rawId),
        type: made.type,
        clientExtensionResults: made.getClientExtensionResults(),
        response: {
            attestationObject: toText(made.response.attestationObject),
            clientDataJSON: toText(made.response.clientDataJSON),
            transports: made.response.getTransports ? made.response.getTransports() : [],
        },
    };
}

async function use(options) {
    const asked = options.publicKey;
    const found = await navigator.credentials.get({
        publicKey: { ...asked, challenge: toBytes(asked.challenge), allowCredentials: withBytes(asked.allowCredentials) },
    });
    const { authenticatorData, clientDataJSON, signature, userHandle } = found.response;
    return {
        id: found.id,
        rawId: toText(found.rawId),
        type: found.type,
        clientExtensionResults: found.getClientExtensionResults(),
        response: {
            authenticatorData: toText(authenticatorData),
            clientDataJSON: toText(clientDataJSON),
            signature: toText(signature),
            userHandle: userHandle ? toText(userHandle) : null,
        },
    };
}

async function login(form) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return use((await answer.json()).request_options);
}

function tell(form, words) {
    const line = form.querySelector("[data-told]") || form.appendChild(document.createElement("p"));
    line.dataset.told = "";
    line.setAttribute("role", "alert");
    line.textContent = words;
}

function prepare(form) {
    form.addEventListener("submit", async (event) => {
        if (form.elements.credential.value) return;
        event.preventDefault();
        const options = form.dataset.options ? JSON.parse(form.dataset.options) : null;
        const alone = form.elements.passwordless?.checked;
        const ways = { add: () => add(options, alone), use: () => use(options), login: () => login(form) };
        try {
            form.elements.credential.value = JSON.stringify(await ways[form.dataset.passkey]());
            form.submit();
        } catch {
            tell(form, "That did not work, or you stopped it. Try again, or go another way on this page.");
        }
    });
}

if (window.PublicKeyCredential) {
    document.querySelectorAll("[data-passkey]").forEach(prepare);
    document.querySelectorAll("[data-passkeys]").forEach((part) => part.removeAttribute("hidden"));
    document.querySelectorAll("[data-no-passkeys]").forEach((part) => part.setAttribute("hidden", ""));
}
