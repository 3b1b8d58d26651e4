"use strict";
// The API's documentation: Swagger UI over the committed schema.
window.addEventListener("load", () => {
  window.SwaggerUIBundle({
    url: "/api/v1/schema",
    dom_id: "#docs",
    deepLinking: true,
    docExpansion: "none",
    requestInterceptor: (request) => {
      const cookie = document.cookie.match(/csrftoken=([^;]+)/);
      if (cookie) request.headers["X-CSRFToken"] = cookie[1];
      return request;
    },
  });
});
